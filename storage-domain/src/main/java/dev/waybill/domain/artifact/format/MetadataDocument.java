package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a version, `metadata.json`.
///
/// @param createdAt when it was saved
/// @param updatedAt when its tags were last changed
/// @param createdByRun the run that saved it; may be empty
/// @param sizeBytes the bytes of its files and the declared bytes of its references
/// @param numFiles how many files it has
/// @param numReferences how many references
/// @param description in words
/// @param tags in the order in which they were added
/// @param manifestDigest the SHA-256 of the bytes of the manifest, in hexadecimal
/// @param all every field of the document, those that are not known here too
public record MetadataDocument(
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt,
        String createdByRun,
        long sizeBytes,
        long numFiles,
        long numReferences,
        String description,
        List<String> tags,
        Optional<String> manifestDigest,
        Map<String, @Nullable Object> all) {

    /// Reads metadata.
    ///
    /// @throws MalformedDocument if it is none
    public static MetadataDocument read(byte[] bytes) throws MalformedDocument {
        return of(JsonFields.read(bytes));
    }

    private static MetadataDocument of(JsonFields fields) throws MalformedDocument {
        fields.object("metadata");
        return new MetadataDocument(
                fields.time("created_at"),
                fields.time("updated_at"),
                fields.text("created_by_run").orElse(""),
                fields.count("size_bytes").orElse(0),
                fields.count("num_files").orElse(0),
                fields.count("num_references").orElse(0),
                fields.text("description").orElse(""),
                List.copyOf(fields.texts("tags")),
                fields.text("manifest_digest"),
                fields.copy());
    }

    /// What is to be said of a new version.
    ///
    /// @param type of the artifact
    /// @param name of the artifact
    /// @param version its number
    /// @param manifest what it holds
    /// @param manifestDigest the SHA-256 of the manifest's text
    /// @param said what who saves it says
    public record Draft(
            String type, String name, int version, ManifestDocument manifest, String manifestDigest, Said said) {}

    /// What who saves a version says of it.
    ///
    /// @param run the run that saves it; may be empty
    /// @param description in words
    /// @param tags in order, none twice
    /// @param metadata any JSON object
    public record Said(String run, String description, List<String> tags, JsonObject metadata) {}

    /// The document of a new version, with the fields that Runicorn knows and no other: its reader takes none.
    public static byte[] write(Draft draft, Instant now) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("name", draft.name());
        fields.put("type", draft.type());
        fields.put("version", JsonNumber.of(draft.version()));
        fields.put("created_at", JsonFields.seconds(now));
        fields.put("updated_at", JsonFields.seconds(now));
        fields.put("created_by_run", draft.said().run());
        fields.put("created_by_user", null);
        fields.put("size_bytes", JsonNumber.of(draft.manifest().totalBytes()));
        fields.put("num_files", JsonNumber.of(draft.manifest().files().size()));
        fields.put("num_references", JsonNumber.of(draft.manifest().references().size()));
        fields.put("status", VersionEntry.READY);
        fields.put("metadata", draft.said().metadata().fields());
        fields.put("description", draft.said().description());
        fields.put("tags", draft.said().tags());
        fields.put("aliases", List.of());
        fields.put("parent_artifacts", List.of());
        fields.put("manifest_digest", draft.manifestDigest());
        return JsonText.write(fields);
    }

    /// What who saved the version said of it: any JSON object.
    public JsonObject metadata() {
        Object found = all.get("metadata");
        return found instanceof Map<?, ?> map ? JsonObject.ofRead(map) : JsonObject.EMPTY;
    }

    /// The text of the same with these tags, every other field as it was.
    public byte[] withTags(List<String> added, List<String> removed, Instant now) {
        var changed = new LinkedHashSet<>(tags);
        changed.addAll(added);
        removed.forEach(changed::remove);
        var fields = new LinkedHashMap<String, @Nullable Object>(all);
        fields.put("tags", new ArrayList<>(changed));
        fields.put("updated_at", JsonFields.seconds(now));
        return JsonText.write(fields);
    }
}
