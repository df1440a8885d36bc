package dev.waybill.domain.artifact.format;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file of a version.
///
/// @param path where it lies in the artifact: a relative path under the rules of keys
/// @param size its length in bytes
/// @param digest the SHA-256 of its bytes
/// @param modified when its content was last changed where it was saved from
public record ManifestFile(ObjectKey path, long size, Checksum digest, Optional<Instant> modified) {
    private static final String SHA256 = "sha256:";

    /// @throws IllegalArgumentException if the digest is not SHA-256
    public ManifestFile {
        if (digest.algorithm() != ChecksumAlgorithm.SHA256) {
            throw new IllegalArgumentException("the digest of a file must be SHA-256: " + digest);
        }
    }

    static ManifestFile of(JsonFields fields) throws MalformedDocument {
        return new ManifestFile(
                path(fields),
                fields.count("size").orElseThrow(() -> fields.missing("size")),
                digest(fields),
                fields.time("modified_at"));
    }

    /// A version that was saved on Windows has backslashes.
    private static ObjectKey path(JsonFields fields) throws MalformedDocument {
        String path = fields.requiredText("path").replace('\\', '/');
        boolean drive = path.length() > 1 && path.charAt(1) == ':' && path.indexOf('/') == 2;
        return ObjectKey.parse(path)
                .filter(key -> !drive)
                .orElseThrow(() -> fields.wrong("path", "leads out of the artifact or is no path: " + quoted(path)));
    }

    private static Checksum digest(JsonFields fields) throws MalformedDocument {
        String digest = fields.requiredText("digest");
        try {
            return new Checksum(
                    ChecksumAlgorithm.SHA256, digest.startsWith(SHA256) ? digest.substring(SHA256.length()) : digest);
        } catch (IllegalArgumentException e) {
            throw fields.wrong("digest", "is not sha256: and 64 hexadecimal digits: " + quoted(digest));
        }
    }

    static String quoted(String text) {
        String shown = text.length() > 120 ? text.substring(0, 120) + "…" : text;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    Map<String, @Nullable Object> toFields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("path", path.value());
        fields.put("size", JsonNumber.of(size));
        fields.put("digest", SHA256 + digest.hex());
        fields.put("modified_at", modified.map(JsonFields::seconds).orElse(null));
        return fields;
    }
}
