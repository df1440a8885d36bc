package dev.waybill.domain.artifact.format;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object by name and kind. A field that is null counts as absent; one of another kind is an
/// error that names it. Fields nobody asks for are kept.
final class JsonFields {
    private static final double LATEST_SECONDS = 253_402_300_799.0;

    private final String of;
    private final Map<String, @Nullable Object> values;

    private JsonFields(String of, Map<String, @Nullable Object> values) {
        this.of = of;
        this.values = values;
    }

    static JsonFields read(byte[] bytes) throws MalformedDocument {
        return new JsonFields("", JsonText.readDocument(bytes));
    }

    /// The fields of an object that was read before.
    static JsonFields of(Map<String, ? extends @Nullable Object> values) {
        return new JsonFields("", new LinkedHashMap<>(values));
    }

    /// A copy of all fields, in their order.
    Map<String, @Nullable Object> copy() {
        return new LinkedHashMap<>(values);
    }

    Optional<String> text(String name) throws MalformedDocument {
        return value(name, String.class, "a text");
    }

    String requiredText(String name) throws MalformedDocument {
        return text(name).orElseThrow(() -> missing(name));
    }

    /// A whole number that is 0 or more.
    OptionalLong count(String name) throws MalformedDocument {
        Optional<JsonNumber> number = value(name, JsonNumber.class, "a whole number");
        return number.isEmpty() ? OptionalLong.empty() : OptionalLong.of(count(name, number.get()));
    }

    private long count(String name, JsonNumber number) throws MalformedDocument {
        try {
            long count = Long.parseLong(number.text());
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, "must be a whole number of at most 18 digits: " + number.text());
        }
        throw wrong(name, "must be 0 or more: " + number.text());
    }

    /// A number of seconds since 1970.
    Optional<Instant> time(String name) throws MalformedDocument {
        Optional<JsonNumber> number = value(name, JsonNumber.class, "a number of seconds");
        if (number.isEmpty()) {
            return Optional.empty();
        }
        double seconds = Double.parseDouble(number.get().text());
        if (!(Math.abs(seconds) <= LATEST_SECONDS)) {
            throw wrong(name, "is no time: " + number.get().text());
        }
        BigDecimal exact = BigDecimal.valueOf(seconds);
        BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
        int nanos = exact.subtract(whole).movePointRight(9).intValue();
        return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos));
    }

    /// The number of seconds since 1970, to the microsecond.
    static JsonNumber seconds(Instant time) {
        BigDecimal seconds =
                BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano() / 1000, 6));
        return new JsonNumber(seconds.setScale(6, RoundingMode.DOWN).toPlainString());
    }

    List<String> texts(String name) throws MalformedDocument {
        var texts = new ArrayList<String>();
        for (Object each : list(name)) {
            if (!(each instanceof String text)) {
                throw wrong(name, "must hold nothing but texts");
            }
            texts.add(text);
        }
        return texts;
    }

    List<JsonFields> objects(String name) throws MalformedDocument {
        var objects = new ArrayList<JsonFields>();
        for (Object each : list(name)) {
            if (!(each instanceof Map<?, ?> map)) {
                throw wrong(name, "must hold nothing but objects");
            }
            objects.add(new JsonFields(name + "[" + objects.size() + "].", cast(map)));
        }
        return objects;
    }

    private List<?> list(String name) throws MalformedDocument {
        Optional<List<?>> list = value(name, List.class, "a list").map(found -> (List<?>) found);
        return list.orElse(List.of());
    }

    Optional<Map<String, @Nullable Object>> object(String name) throws MalformedDocument {
        Optional<Map<?, ?>> found = value(name, Map.class, "an object").map(map -> (Map<?, ?>) map);
        return found.map(JsonFields::cast);
    }

    /// The whole numbers of an object, by name.
    Map<String, Long> counts(String name) throws MalformedDocument {
        var counts = new LinkedHashMap<String, Long>();
        var found = object(name);
        if (found.isPresent()) {
            var fields = new JsonFields(name + ".", found.get());
            for (String each : found.get().keySet()) {
                counts.put(each, fields.count(each).orElseThrow(() -> fields.missing(each)));
            }
        }
        return counts;
    }

    @SuppressWarnings("unchecked") // Every map here was made by `JsonText`.
    private static Map<String, @Nullable Object> cast(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    private <T> Optional<T> value(String name, Class<T> type, String worded) throws MalformedDocument {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(name, "must be " + worded + (value instanceof JsonWord word ? ", not " + word.text() : ""));
        }
        return Optional.of(type.cast(value));
    }

    MalformedDocument missing(String name) {
        return new MalformedDocument("the field " + of + name + " is missing");
    }

    MalformedDocument wrong(String name, String rule) {
        return new MalformedDocument("the field " + of + name + " " + rule);
    }
}
