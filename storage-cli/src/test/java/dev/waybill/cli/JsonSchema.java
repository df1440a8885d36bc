package dev.waybill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Checks JSON by a schema below `docs`: as much of JSON Schema 2020-12 as these use, and a keyword that is not
/// known here is an error.
public final class JsonSchema {
    private static final Set<String> SAYING_NOTHING = Set.of("$schema", "$id", "$defs", "title", "description");

    private final Map<String, Object> root;
    private final boolean closed;

    private JsonSchema(Map<String, Object> root, boolean closed) {
        this.root = root;
        this.closed = closed;
    }

    /// The same, where a field that the schema does not name is wrong: readers must bear it, and what is printed now
    /// must not have it. Each object that has fields must name all of them in one place.
    public JsonSchema closed() {
        return new JsonSchema(root, true);
    }

    /// The schema `docs/schema/<name>`.
    public static JsonSchema of(String name) {
        try {
            return new JsonSchema(object(parse(Files.readString(Path.of("..", "docs", "schema", name)))), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The values that it allows in a field of the outermost object, by an `enum`.
    public List<String> values(String field) {
        Map<String, Object> rules =
                object(object(root.getOrDefault("properties", Map.of())).getOrDefault(field, Map.of()));
        return list(rules.getOrDefault("enum", List.of())).stream()
                .map(String.class::cast)
                .toList();
    }

    /// What is wrong with the JSON `text`; nothing if it is as the schema says.
    public List<String> problems(String text) {
        return problems(root, parse(text), "");
    }

    private List<String> problems(Object schema, Object value, String at) {
        var problems = new ArrayList<String>();
        if (schema.equals(true)) {
            return problems;
        }
        Map<String, Object> rules = object(schema);
        if (closed && rules.containsKey("properties") && value instanceof Map<?, ?>) {
            problems.addAll(fields("additionalProperties", false, rules, object(value), at));
        }
        rules.forEach((keyword, rule) -> {
            if (!SAYING_NOTHING.contains(keyword)) {
                problems.addAll(check(keyword, rule, rules, value, at));
            }
        });
        return problems;
    }

    private List<String> check(String keyword, Object rule, Map<String, Object> rules, Object value, String at) {
        return switch (keyword) {
            case "$ref" -> problems(definition((String) rule), value, at);
            case "type" -> unless(hasType(rule, value), at, "is no " + rule + ": " + value);
            case "const" -> unless(rule.equals(value), at, "is not " + rule + ": " + value);
            case "enum" -> unless(list(rule).contains(value), at, "is none of " + rule + ": " + value);
            case "pattern" ->
                unless(
                        !(value instanceof String text)
                                || Pattern.compile((String) rule).matcher(text).find(),
                        at,
                        "does not match " + rule + ": " + value);
            case "minLength" ->
                unless(!(value instanceof String text) || text.length() >= number(rule), at, "is short");
            case "maxLength" -> unless(!(value instanceof String text) || text.length() <= number(rule), at, "is long");
            case "minItems" -> unless(!(value instanceof List<?> l) || l.size() >= number(rule), at, "has few items");
            case "minimum" ->
                unless(!(value instanceof BigDecimal n) || n.doubleValue() >= number(rule), at, "is small");
            case "maximum" ->
                unless(!(value instanceof BigDecimal n) || n.doubleValue() <= number(rule), at, "is large");
            case "required" ->
                unless(
                        !(value instanceof Map<?, ?> map) || map.keySet().containsAll(list(rule)),
                        at,
                        "lacks some of " + rule);
            case "properties", "additionalProperties", "propertyNames" ->
                value instanceof Map<?, ?> ? fields(keyword, rule, rules, object(value), at) : List.of();
            case "items" -> items(rule, value, at);
            case "oneOf" -> oneOf(list(rule), value, at);
            case "if" ->
                problems(rule, value, at).isEmpty()
                        ? problems(Objects.requireNonNull(rules.get("then"), "then"), value, at)
                        : List.of();
            case "then" -> List.of();
            default -> throw new IllegalArgumentException("a keyword that is not known here: " + keyword);
        };
    }

    private List<String> fields(
            String keyword, Object rule, Map<String, Object> rules, Map<String, Object> value, String at) {
        var problems = new ArrayList<String>();
        Map<String, Object> known = object(rules.getOrDefault("properties", Map.of()));
        value.forEach((name, field) -> {
            String here = at + "/" + name;
            switch (keyword) {
                case "properties" -> {
                    Object own = known.get(name);
                    if (own != null) {
                        problems.addAll(problems(own, field, here));
                    }
                }
                case "propertyNames" -> problems.addAll(problems(rule, name, here));
                default -> {
                    if (!known.containsKey(name)) {
                        problems.addAll(
                                rule.equals(false) ? List.of(here + " is not known") : problems(rule, field, here));
                    }
                }
            }
        });
        return problems;
    }

    private List<String> items(Object rule, Object value, String at) {
        var problems = new ArrayList<String>();
        if (value instanceof List<?> items) {
            items.forEach(item -> problems.addAll(problems(rule, item, at + "[]")));
        }
        return problems;
    }

    private List<String> oneOf(List<Object> choices, Object value, String at) {
        var tried = new ArrayList<List<String>>();
        choices.forEach(choice -> tried.add(problems(choice, value, at)));
        long fitting = tried.stream().filter(List::isEmpty).count();
        return unless(fitting == 1, at, "fits " + fitting + " of the choices: " + tried);
    }

    private Object definition(String ref) {
        return Objects.requireNonNull(
                object(root.getOrDefault("$defs", Map.of())).get(ref.replace("#/$defs/", "")), ref);
    }

    private static boolean hasType(Object rule, Object value) {
        List<Object> types = rule instanceof List<?> ? list(rule) : List.of(rule);
        return types.stream().anyMatch(type -> switch ((String) type) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "number" -> value instanceof BigDecimal;
            case "integer" ->
                value instanceof BigDecimal n && n.stripTrailingZeros().scale() <= 0;
            case "null" -> value == JsonToken.VALUE_NULL;
            default -> throw new IllegalArgumentException("a type that is not known here: " + type);
        });
    }

    private static List<String> unless(boolean holds, String at, String problem) {
        return holds ? List.of() : List.of(at + " " + problem);
    }

    private static double number(Object rule) {
        return ((BigDecimal) rule).doubleValue();
    }

    @SuppressWarnings("unchecked") // Every map here was made by `value`.
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // Every list here was made by `value`.
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static Object parse(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            Object value = value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value: " + text);
            }
            return value;
        }
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, Object>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    map.put(name, value(parser, parser.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                var items = new ArrayList<Object>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(value(parser, next));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> JsonToken.VALUE_NULL;
            default -> throw new IllegalArgumentException("not a value: " + token);
        };
    }
}
