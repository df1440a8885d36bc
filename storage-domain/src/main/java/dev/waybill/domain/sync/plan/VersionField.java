package dev.waybill.domain.sync.plan;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A version on which a step depends, as a listing showed it: by its token, or where there is none, by size and
/// time.
final class VersionField {
    private VersionField() {}

    static void write(JsonGenerator json, String name, Optional<ObjectMetadata> version) {
        if (version.isEmpty()) {
            json.writeNullProperty(name);
            return;
        }
        ObjectMetadata shown = version.get();
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("size", shown.size());
        json.writeStringProperty("modified", shown.modified().toString());
        shown.contentModified().ifPresent(time -> json.writeStringProperty("contentModified", time.toString()));
        shown.etag().ifPresent(etag -> json.writeStringProperty("etag", etag.value()));
        if (!shown.checksums().isEmpty()) {
            json.writeArrayPropertyStart("checksums");
            shown.checksums().forEach(checksum -> json.writeString(checksum.toString()));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /// The version, or empty if the field says that there is none.
    static Optional<ObjectMetadata> read(Fields fields, String name, ObjectKey key) {
        return fields.optionalObject(name).map(version -> read(version, key));
    }

    private static ObjectMetadata read(Fields fields, ObjectKey key) {
        var version = ObjectMetadata.of(key, fields.count("size"), HeaderLine.time(fields.text("modified")));
        Optional<String> contentModified = fields.optionalText("contentModified");
        if (contentModified.isPresent()) {
            version = version.withContentModified(HeaderLine.time(contentModified.get()));
        }
        Optional<String> etag = fields.optionalText("etag");
        if (etag.isPresent()) {
            version = version.withEtag(new Etag(etag.get()));
        }
        List<Checksum> checksums = fields.optionalTexts("checksums").stream()
                .flatMap(List::stream)
                .map(VersionField::checksum)
                .toList();
        requireOneEach(checksums);
        fields.end();
        return version.withChecksums(checksums);
    }

    private static void requireOneEach(List<Checksum> checksums) {
        var seen = new ArrayList<ChecksumAlgorithm>();
        for (Checksum checksum : checksums) {
            if (seen.contains(checksum.algorithm())) {
                throw new IllegalArgumentException("two checksums in " + checksum.algorithm());
            }
            seen.add(checksum.algorithm());
        }
    }

    /// The checksum that `text` is, such as `CRC32C:0a1b2c3d`.
    static Checksum checksum(String text) {
        int colon = text.indexOf(':');
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (colon > 0 && algorithm.toString().equals(text.substring(0, colon))) {
                return new Checksum(algorithm, text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("not a checksum: \"" + text + '"');
    }
}
