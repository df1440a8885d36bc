package dev.waybill.domain.artifact.format;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// JSON text to plain values and back: objects keep their order, numbers their digits.
///
/// What comes from a store may be written by anybody: the depth and the lengths are bounded, a name that comes twice
/// is refused. A bare `NaN`, which Python writes, is kept in documents, and is a text for everybody else.
final class JsonText {
    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 8 << 20;
    private static final int LONGEST_NUMBER = 64;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(1024)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonFactory PYTHON =
            JSON.rebuild().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonText() {}

    /// The object that `bytes` are.
    static Map<String, @Nullable Object> read(byte[] bytes) throws MalformedDocument {
        return read(JSON, bytes);
    }

    /// The object that the bytes of a document are, which a program in Python may have written.
    static Map<String, @Nullable Object> readDocument(byte[] bytes) throws MalformedDocument {
        return read(PYTHON, bytes);
    }

    private static Map<String, @Nullable Object> read(JsonFactory format, byte[] bytes) throws MalformedDocument {
        try (JsonParser parser = format.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedDocument("it is not one JSON object");
            }
            var object = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedDocument("something follows its JSON object");
            }
            return object;
        } catch (JacksonException e) {
            throw new MalformedDocument("it is not JSON that can be read: " + firstLine(e.getOriginalMessage()));
        }
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "no reason is known"
                : message.lines().findFirst().orElse("");
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            object.put(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser, @Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> new JsonNumber(parser.getString());
            case VALUE_NUMBER_FLOAT ->
                parser.isNaN() ? new JsonWord(parser.getString()) : new JsonNumber(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> null;
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        var array = new ArrayList<@Nullable Object>();
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            array.add(value(parser, token));
        }
        return array;
    }

    /// The text of a document, laid out for people.
    static byte[] write(Map<String, ? extends @Nullable Object> object) {
        var bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(new Layout(), bytes)) {
            write(json, object, JsonGenerator::writeRawValue);
        }
        return bytes.toByteArray();
    }

    /// A value in one line, for everybody.
    static String compact(@Nullable Object value) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, value, JsonGenerator::writeString);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value, BiConsumer<JsonGenerator, String> words) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case JsonNumber number -> json.writeNumber(number.text());
            case JsonWord word -> words.accept(json, word.text());
            case Boolean flag -> json.writeBoolean(flag);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(item -> write(json, item, words));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, item) -> {
                    json.writeName(String.valueOf(name));
                    write(json, item, words);
                });
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
    }

    /// Two blanks a level and `\n`, on every system.
    private static final class Layout extends ObjectWriteContext.Base {
        @Override
        public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            var indenter = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
