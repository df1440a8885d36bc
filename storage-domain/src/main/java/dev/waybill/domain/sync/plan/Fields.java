package dev.waybill.domain.sync.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The fields of one JSON object, taken one by one; what is left over at the end is refused.
final class Fields {
    private static final int DEEPEST = 4;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(20)
                    .maxStringLength(BoundedLines.MOST_BYTES)
                    .maxNameLength(64)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String of;
    private final Map<String, @Nullable Object> values;

    private Fields(String of, Map<String, @Nullable Object> values) {
        this.of = of;
        this.values = values;
    }

    /// The object that `line` is.
    ///
    /// @throws IllegalArgumentException if it is no JSON object, or more than one
    static Fields of(byte[] line) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a line must be one JSON object");
            }
            var fields = new Fields("the line", object(parser));
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("nothing may follow the JSON object of a line");
            }
            return fields;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON as a plan has it: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        var object = new HashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("not a value that a plan has: " + token);
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        var array = new ArrayList<@Nullable Object>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    String text(String name) {
        return take(name, String.class);
    }

    Optional<String> optionalText(String name) {
        return values.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /// A number that is 0 or more.
    long count(String name) {
        long number = take(name, Long.class);
        if (number < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more: " + number);
        }
        return number;
    }

    Optional<Long> optionalCount(String name) {
        return values.containsKey(name) ? Optional.of(count(name)) : Optional.empty();
    }

    boolean flag(String name) {
        return take(name, Boolean.class);
    }

    Optional<List<String>> optionalTexts(String name) {
        return values.containsKey(name) ? Optional.of(texts(name)) : Optional.empty();
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (Object each : take(name, List.class)) {
            if (!(each instanceof String text)) {
                throw new IllegalArgumentException(name + " must hold nothing but texts");
            }
            texts.add(text);
        }
        return texts;
    }

    /// An object, whose fields are to be taken one by one.
    Fields object(String name) {
        return optionalObject(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " of " + of + " must be an object, not null"));
    }

    /// An object, or null where the field is there and null.
    @SuppressWarnings("unchecked") // Every map here was made by `object`.
    Optional<Fields> optionalObject(String name) {
        require(name);
        if (values.get(name) == null) {
            values.remove(name);
            return Optional.empty();
        }
        return Optional.of(new Fields(name, (Map<String, @Nullable Object>) take(name, Map.class)));
    }

    /// Takes a field that this version does not read.
    void skip(String name) {
        require(name);
        values.remove(name);
    }

    /// @throws IllegalArgumentException naming a field that nobody took
    void end() {
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("unknown field \""
                    + values.keySet().stream().sorted().findFirst().orElseThrow() + "\" in " + of);
        }
    }

    private void require(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("the field \"" + name + "\" is missing in " + of);
        }
    }

    private <T> T take(String name, Class<T> type) {
        require(name);
        Object value = values.remove(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("\"" + name + "\" must be " + worded(type));
        }
        return type.cast(value);
    }

    private static String worded(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "a text";
            case "Long" -> "a whole number";
            case "Boolean" -> "true or false";
            case "List" -> "a list";
            default -> "an object";
        };
    }
}
