package dev.waybill.cli.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.artifact.format.ManifestReference;
import dev.waybill.domain.artifact.format.VersionEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How parts of versions are printed, for people and machines.
final class VersionText {
    private VersionText() {}

    /// A time to the second, or `-`.
    static String time(Optional<Instant> time) {
        return time.map(known -> known.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("-");
    }

    /// Names in a row, or `-`.
    static String names(Collection<String> names) {
        return names.isEmpty() ? "-" : String.join(", ", names);
    }

    static void time(JsonGenerator json, String name, Optional<Instant> time) {
        time.ifPresent(known -> json.writeStringProperty(name, known.toString()));
    }

    static void entry(JsonGenerator json, VersionEntry entry) {
        json.writeNumberProperty("version", entry.version());
        time(json, "createdAt", entry.createdAt());
        json.writeStringProperty("run", entry.createdByRun());
        json.writeNumberProperty("bytes", entry.sizeBytes());
        json.writeNumberProperty("files", entry.numFiles());
        json.writeStringProperty("status", entry.status());
    }

    static void files(JsonGenerator json, String name, Collection<ManifestFile> files) {
        json.writeArrayPropertyStart(name);
        for (ManifestFile file : files) {
            json.writeStartObject();
            json.writeStringProperty("path", file.path().value());
            json.writeNumberProperty("bytes", file.size());
            json.writeStringProperty("sha256", file.digest().hex());
            time(json, "modified", file.modified());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void references(JsonGenerator json, Collection<ManifestReference> references) {
        json.writeArrayPropertyStart("references");
        for (ManifestReference reference : references) {
            json.writeStartObject();
            json.writeStringProperty("uri", reference.uri());
            reference.checksum().ifPresent(checksum -> json.writeStringProperty("checksum", checksum));
            reference.size().ifPresent(size -> json.writeNumberProperty("bytes", size));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
