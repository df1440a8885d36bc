package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One version in the index of an artifact.
///
/// @param version its number, 1 or more
/// @param createdAt when it was saved
/// @param createdByRun the run that saved it; may be empty
/// @param sizeBytes the bytes of its files and the declared bytes of its references
/// @param numFiles how many files it has
/// @param status as its writer says; `ready` in all that is known to be written
/// @param all every field of the entry, those that are not known here too
public record VersionEntry(
        int version,
        Optional<Instant> createdAt,
        String createdByRun,
        long sizeBytes,
        long numFiles,
        String status,
        Map<String, @Nullable Object> all) {

    static final String READY = "ready";

    /// An entry to be written.
    public static VersionEntry of(int version, Instant createdAt, String createdByRun, long sizeBytes, long numFiles) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        all.put("version", JsonNumber.of(version));
        all.put("created_at", JsonFields.seconds(createdAt));
        all.put("created_by_run", createdByRun);
        all.put("size_bytes", JsonNumber.of(sizeBytes));
        all.put("num_files", JsonNumber.of(numFiles));
        all.put("status", READY);
        all.put("aliases", List.of());
        return new VersionEntry(version, Optional.of(createdAt), createdByRun, sizeBytes, numFiles, READY, all);
    }

    /// Whether it says the same but for aliases, which have their own life.
    public boolean isSame(VersionEntry other) {
        var mine = new LinkedHashMap<String, @Nullable Object>(all);
        var its = new LinkedHashMap<String, @Nullable Object>(other.all);
        mine.remove("aliases");
        its.remove("aliases");
        return mine.equals(its);
    }

    static VersionEntry of(JsonFields fields) throws MalformedDocument {
        return new VersionEntry(
                number(fields),
                fields.time("created_at"),
                fields.text("created_by_run").orElse(""),
                fields.count("size_bytes").orElse(0),
                fields.count("num_files").orElse(0),
                fields.text("status").orElse(READY),
                fields.copy());
    }

    static int number(JsonFields fields) throws MalformedDocument {
        long number = fields.count("version").orElseThrow(() -> fields.missing("version"));
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw fields.wrong("version", "must be 1 to " + Integer.MAX_VALUE + ": " + number);
        }
        return (int) number;
    }
}
