package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which versions a run made or used, `artifacts_created.json` and `artifacts_used.json`.
///
/// @param entries in the order in which they were recorded
/// @param all every field of the document, those that are not known here too
public record LineageDocument(List<Entry> entries, Map<String, @Nullable Object> all) {
    /// The document that says nothing yet.
    public static final LineageDocument EMPTY = new LineageDocument(List.of(), Map.of());

    /// A version that a run made or used.
    ///
    /// @param type of the artifact
    /// @param name of the artifact
    /// @param version its number
    /// @param all every field of the entry
    public record Entry(String type, String name, int version, Map<String, @Nullable Object> all) {
        /// Whether it is the same version.
        boolean isSame(Entry other) {
            return version == other.version && type.equals(other.type) && name.equals(other.name);
        }
    }

    /// Reads one.
    ///
    /// @throws MalformedDocument if it is none
    public static LineageDocument read(byte[] bytes) throws MalformedDocument {
        JsonFields fields = JsonFields.read(bytes);
        var entries = new ArrayList<Entry>();
        for (JsonFields each : fields.objects("artifacts")) {
            entries.add(new Entry(
                    each.requiredText("type"), each.requiredText("name"), VersionEntry.number(each), each.copy()));
        }
        return new LineageDocument(List.copyOf(entries), fields.copy());
    }

    /// The entry of a version that was made.
    public static Entry created(String type, String name, int version, ManifestDocument manifest, Instant now) {
        var all = entry(type, name, version, "created_at", now, manifest);
        all.put("num_references", JsonNumber.of(manifest.references().size()));
        return new Entry(type, name, version, all);
    }

    /// The entry of a version that was used.
    public static Entry used(String type, String name, int version, ManifestDocument manifest, Instant now) {
        return new Entry(type, name, version, entry(type, name, version, "used_at", now, manifest));
    }

    private static Map<String, @Nullable Object> entry(
            String type, String name, int version, String time, Instant now, ManifestDocument manifest) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        all.put("name", name);
        all.put("type", type);
        all.put("version", JsonNumber.of(version));
        all.put(time, JsonFields.seconds(now));
        all.put("size_bytes", JsonNumber.of(manifest.fileBytes()));
        all.put("num_files", JsonNumber.of(manifest.files().size()));
        return all;
    }

    /// Whether a version is in it.
    public boolean has(Entry entry) {
        return entries.stream().anyMatch(entry::isSame);
    }

    /// The same with one more version.
    public LineageDocument with(Entry entry) {
        var more = new ArrayList<>(entries);
        more.add(entry);
        var fields = new LinkedHashMap<String, @Nullable Object>(all);
        fields.put("artifacts", more.stream().map(Entry::all).toList());
        return new LineageDocument(List.copyOf(more), fields);
    }

    /// The text of the document.
    public byte[] toBytes() {
        return JsonText.write(all);
    }
}
