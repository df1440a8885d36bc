package dev.waybill.domain.artifact.format;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds where Python wrote `NaN` or `Infinity` into a document, which is no JSON: other readers refuse all of it.
public final class PythonWords {
    private PythonWords() {}

    /// What is wrong with the first of them; nothing if there is none.
    ///
    /// @throws MalformedDocument if it is no document at all
    public static Optional<String> in(byte[] document) throws MalformedDocument {
        String text = new String(document, StandardCharsets.ISO_8859_1);
        if (!text.contains("NaN") && !text.contains("Infinity")) {
            return Optional.empty();
        }
        return find("", JsonText.readDocument(document));
    }

    private static Optional<String> find(String where, @Nullable Object value) {
        return switch (value) {
            case JsonWord word ->
                Optional.of(where + " is " + word.text() + ", which is no JSON: it is taken as a text");
            case Map<?, ?> fields ->
                fields.entrySet().stream()
                        .map(field -> find(
                                where.isEmpty() ? "" + field.getKey() : where + "." + field.getKey(), field.getValue()))
                        .flatMap(Optional::stream)
                        .findFirst();
            case Collection<?> items ->
                items.stream()
                        .map(item -> find(where, item))
                        .flatMap(Optional::stream)
                        .findFirst();
            case null, default -> Optional.empty();
        };
    }
}
