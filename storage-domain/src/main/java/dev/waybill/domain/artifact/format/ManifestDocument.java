package dev.waybill.domain.artifact.format;

import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a version holds, `manifest.json`.
///
/// @param files in the order in which they were staged
/// @param references what it names and does not hold
/// @param problems entries that cannot be used and were left out, each in words
public record ManifestDocument(List<ManifestFile> files, List<ManifestReference> references, List<String> problems) {
    /// Copies the lists.
    public ManifestDocument {
        files = List.copyOf(files);
        references = List.copyOf(references);
        problems = List.copyOf(problems);
    }

    /// Reads a manifest. An entry that cannot be used is left out and told of in [#problems].
    ///
    /// @throws MalformedDocument if it is none
    public static ManifestDocument read(byte[] bytes) throws MalformedDocument {
        JsonFields fields = JsonFields.read(bytes);
        var files = new ArrayList<ManifestFile>();
        var problems = new ArrayList<String>();
        Set<ObjectKey> seen = new HashSet<>();
        for (JsonFields each : fields.objects("files")) {
            try {
                ManifestFile file = ManifestFile.of(each);
                if (seen.add(file.path())) {
                    files.add(file);
                } else {
                    problems.add("the path " + ManifestFile.quoted(file.path().value()) + " comes twice");
                }
            } catch (MalformedDocument e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        var references = new ArrayList<ManifestReference>();
        for (JsonFields each : fields.objects("references")) {
            try {
                references.add(ManifestReference.of(each));
            } catch (MalformedDocument e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new ManifestDocument(files, references, problems);
    }

    /// The bytes of the files, and the declared bytes of the references.
    public long totalBytes() {
        return fileBytes()
                + references.stream()
                        .mapToLong(reference -> reference.size().orElse(0))
                        .sum();
    }

    /// The bytes of the files alone.
    public long fileBytes() {
        return files.stream().mapToLong(ManifestFile::size).sum();
    }

    /// The text of the document.
    ///
    /// @param saveId tells this save from every other, of the same files too: the manifest is what claims a number
    public byte[] toBytes(String saveId, Instant createdAt) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("files", files.stream().map(ManifestFile::toFields).toList());
        fields.put(
                "references",
                references.stream().map(ManifestReference::toFields).toList());
        fields.put("total_size", JsonNumber.of(totalBytes()));
        fields.put("total_files", JsonNumber.of(files.size()));
        fields.put("total_references", JsonNumber.of(references.size()));
        fields.put("created_at", JsonFields.seconds(createdAt));
        fields.put("save_id", saveId);
        return JsonText.write(fields);
    }

    /// Which save wrote a manifest; empty for one that says nothing of it.
    ///
    /// @throws MalformedDocument if it is none
    public static Optional<String> saveId(byte[] bytes) throws MalformedDocument {
        return JsonFields.read(bytes).text("save_id");
    }
}
