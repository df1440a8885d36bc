package dev.waybill.domain.artifact.format;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Any JSON object, kept as it was given, digit for digit.
public final class JsonObject {
    /// The object without fields.
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, @Nullable Object> fields;

    private JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(fields));
    }

    /// The object that a text is.
    ///
    /// @throws IllegalArgumentException if it is none
    public static JsonObject parse(String text) {
        try {
            return new JsonObject(JsonText.read(text.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedDocument e) {
            throw new IllegalArgumentException("metadata must be one JSON object: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked") // Every map here was made by `JsonText`.
    static JsonObject ofRead(Map<?, ?> map) {
        return new JsonObject((Map<String, @Nullable Object>) map);
    }

    Map<String, @Nullable Object> fields() {
        return fields;
    }

    /// Whether it has no field.
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /// Each field's name, and its value as text: a text as it is, everything else as JSON.
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        fields.forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case String text -> text;
            case JsonWord word -> word.text();
            case null, default -> JsonText.compact(value);
        };
    }

    /// The same with a field that has this text.
    public JsonObject with(String name, String value) {
        var more = new LinkedHashMap<String, @Nullable Object>(fields);
        more.put(name, value);
        return new JsonObject(more);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && fields.equals(object.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /// The object as JSON, in one line.
    @Override
    public String toString() {
        return JsonText.compact(fields);
    }
}
