package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// In what two versions differ.
///
/// @param added files that only the second has
/// @param removed files that only the first has
/// @param changed files that both have, with other bytes; as the second has them
/// @param same how many files both have with the same bytes
/// @param said what is said otherwise of the second: metadata by name, `description` and `tags`
public record VersionDiff(
        List<ManifestFile> added, List<ManifestFile> removed, List<ManifestFile> changed, long same, List<Said> said) {

    /// Something that is said otherwise.
    ///
    /// @param what the name of the metadata
    /// @param before what the first says; empty if nothing
    /// @param after what the second says; empty if nothing
    public record Said(String what, String before, String after) {}

    /// In what `second` differs from `first`.
    public static VersionDiff between(ArtifactVersion first, ArtifactVersion second) {
        Map<String, ManifestFile> before = files(first);
        Map<String, ManifestFile> after = files(second);
        var added = new ArrayList<ManifestFile>();
        var changed = new ArrayList<ManifestFile>();
        long same = 0;
        for (var file : after.entrySet()) {
            ManifestFile old = before.get(file.getKey());
            if (old == null) {
                added.add(file.getValue());
            } else if (old.digest().equals(file.getValue().digest())) {
                same++;
            } else {
                changed.add(file.getValue());
            }
        }
        List<ManifestFile> removed = before.entrySet().stream()
                .filter(file -> !after.containsKey(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return new VersionDiff(added, removed, changed, same, said(said(first), said(second)));
    }

    private static Map<String, ManifestFile> files(ArtifactVersion version) {
        var files = new TreeMap<String, ManifestFile>();
        version.manifest().files().forEach(file -> files.put(file.path().value(), file));
        return files;
    }

    private static Map<String, String> said(ArtifactVersion version) {
        var said = new LinkedHashMap<String, String>();
        version.metadata().metadata().texts().forEach((name, value) -> said.put("metadata." + name, value));
        said.put("description", version.metadata().description());
        said.put("tags", String.join(", ", version.metadata().tags()));
        return said;
    }

    private static List<Said> said(Map<String, String> before, Map<String, String> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .map(name -> new Said(name, text(before.get(name)), text(after.get(name))))
                .filter(each -> !each.before().equals(each.after()))
                .toList();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /// Whether there is no difference.
    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && said.isEmpty();
    }
}
