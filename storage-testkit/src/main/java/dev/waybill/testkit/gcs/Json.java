package dev.waybill.testkit.gcs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// JSON (RFC 8259) as maps, lists, texts, numbers, booleans and nulls. Strict: nothing may stand behind the value.
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /// The object that `bytes` hold; no bytes are an empty one, and so is `null`, which Google's client for Go sends
    /// for
    /// the resource that a caller leaves out.
    ///
    /// @throws GcsFailure if they hold none
    static Map<String, @Nullable Object> object(byte[] bytes) {
        if (bytes.length == 0) {
            return new LinkedHashMap<>();
        }
        var value = new Json(new String(bytes, StandardCharsets.UTF_8)).whole();
        return value == null ? new LinkedHashMap<>() : map(value);
    }

    /// `value` as an object.
    ///
    /// @throws GcsFailure if it is none
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw error();
    }

    /// Makes sure that `object` asks for nothing that this server does not know; what is null, false or an empty list
    /// asks for nothing.
    ///
    /// @param of what it is, for the message
    static void requireKnown(Map<String, @Nullable Object> object, Predicate<String> known, String of) {
        object.forEach((name, value) -> {
            boolean nothing = value == null || value.equals(false) || value.equals(List.of());
            if (!nothing && !known.test(name)) {
                throw GcsFailure.unknown("the field " + name + " " + of);
            }
        });
    }

    /// `value` as JSON.
    static byte[] write(@Nullable Object value) {
        var out = new StringBuilder();
        append(out, value);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static GcsFailure error() {
        return GcsFailure.of(400, "parseError", "Parse Error");
    }

    private @Nullable Object whole() {
        var value = value();
        skipSpace();
        if (at != text.length()) {
            throw error();
        }
        return value;
    }

    private @Nullable Object value() {
        skipSpace();
        return switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, @Nullable Object> members() {
        var members = new LinkedHashMap<String, @Nullable Object>();
        at++;
        skipSpace();
        if (taken('}')) {
            return members;
        }
        do {
            skipSpace();
            String name = string();
            skipSpace();
            require(':');
            members.put(name, value());
            skipSpace();
        } while (taken(','));
        require('}');
        return members;
    }

    private List<@Nullable Object> items() {
        var items = new ArrayList<@Nullable Object>();
        at++;
        skipSpace();
        if (taken(']')) {
            return items;
        }
        do {
            items.add(value());
            skipSpace();
        } while (taken(','));
        require(']');
        return items;
    }

    private String string() {
        require('"');
        var out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw error();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw error();
        };
    }

    private char unicode() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw error();
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private @Nullable Object literal() {
        int start = at;
        while (at < text.length() && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word);
        };
    }

    private static Object number(String word) {
        if (!word.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw error();
        }
        return word.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(word) : (Object) Double.valueOf(word);
    }

    private char peek() {
        if (at >= text.length()) {
            throw error();
        }
        return text.charAt(at);
    }

    private boolean taken(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void require(char wanted) {
        if (!taken(wanted)) {
            throw error();
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                String separator = "{";
                for (var entry : map.entrySet()) {
                    quote(out.append(separator), String.valueOf(entry.getKey()));
                    append(out.append(':'), entry.getValue());
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String separator = "[";
                for (var item : list) {
                    append(out.append(separator), item);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case String string -> quote(out, string);
            default -> out.append(value);
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
