package dev.waybill.domain.artifact.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Something that a version names and does not hold.
///
/// @param uri where it is
/// @param checksum by convention `sha256:` and 64 hexadecimal digits
/// @param size its length in bytes, as who saved the version says
/// @param metadata what is known of it
public record ManifestReference(
        String uri, Optional<String> checksum, OptionalLong size, Map<String, @Nullable Object> metadata) {

    /// A reference to be written.
    ///
    /// @throws IllegalArgumentException if the URI is empty or the size negative
    public static ManifestReference of(String uri, Optional<String> checksum, OptionalLong size) {
        if (uri.isBlank()) {
            throw new IllegalArgumentException("the URI of a reference must not be empty");
        }
        if (size.isPresent() && size.getAsLong() < 0) {
            throw new IllegalArgumentException("the size of a reference must be 0 or more: " + size.getAsLong());
        }
        return new ManifestReference(uri, checksum, size, Map.of());
    }

    static ManifestReference of(JsonFields fields) throws MalformedDocument {
        return new ManifestReference(
                fields.requiredText("uri"),
                fields.text("checksum"),
                fields.count("size"),
                fields.object("metadata").orElse(Map.of()));
    }

    Map<String, @Nullable Object> toFields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("uri", uri);
        fields.put("checksum", checksum.orElse(null));
        fields.put("size", size.isPresent() ? JsonNumber.of(size.getAsLong()) : null);
        fields.put("metadata", metadata);
        return fields;
    }
}
