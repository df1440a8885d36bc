package dev.waybill.domain.artifact.format;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The index of an artifact, `versions.json`: which versions there are and which aliases name them. What is in it is
/// published; what is not, is not.
///
/// @param versions in the order of their numbers
/// @param aliases the number that each alias names, sorted by alias
/// @param highest the highest number that was ever given out: a number is given once
/// @param all every field of the document, those that are not known here too
public record VersionsDocument(
        List<VersionEntry> versions, Map<String, Integer> aliases, int highest, Map<String, @Nullable Object> all) {

    /// The alias of the newest version that is not deleted; nobody sets it by hand.
    public static final String LATEST = "latest";

    private static final String HIGHEST = "highest_version";

    /// The index of an artifact that has no version yet.
    public static VersionsDocument of(String type, String name, Instant createdAt) {
        var all = new LinkedHashMap<String, @Nullable Object>();
        all.put("artifact_name", name);
        all.put("artifact_type", type);
        all.put("versions", List.of());
        all.put("aliases", Map.of());
        all.put("created_at", JsonFields.seconds(createdAt));
        return new VersionsDocument(List.of(), Map.of(), 0, all);
    }

    /// Reads an index.
    ///
    /// @throws MalformedDocument if it is none
    public static VersionsDocument read(byte[] bytes) throws MalformedDocument {
        JsonFields fields = JsonFields.read(bytes);
        var versions = new TreeMap<Integer, VersionEntry>();
        for (JsonFields each : fields.objects("versions")) {
            VersionEntry entry = VersionEntry.of(each);
            if (versions.put(entry.version(), entry) != null) {
                throw fields.wrong("versions", "has version " + entry.version() + " twice");
            }
        }
        var aliases = new TreeMap<String, Integer>();
        for (var alias : fields.counts("aliases").entrySet()) {
            aliases.put(alias.getKey(), (int) Math.min(Integer.MAX_VALUE, alias.getValue()));
        }
        long said = Math.min(Integer.MAX_VALUE, fields.count(HIGHEST).orElse(0));
        int highest = Math.max((int) said, versions.isEmpty() ? 0 : versions.lastKey());
        return new VersionsDocument(List.copyOf(versions.values()), aliases, highest, fields.copy());
    }

    /// The version of this number.
    public Optional<VersionEntry> version(int number) {
        return versions.stream().filter(entry -> entry.version() == number).findFirst();
    }

    /// The version that is the latest: that of the alias, or, since Runicorn leaves the alias at a version that it
    /// deletes, the newest of the others. Empty if there is none that is not deleted.
    ///
    /// @param deleted whether the version of a number is deleted
    public Optional<VersionEntry> latest(IntPredicate deleted) {
        Optional<VersionEntry> named = Optional.ofNullable(aliases.get(LATEST)).flatMap(this::version);
        return Stream.concat(
                        named.stream(), versions.reversed().stream().filter(entry -> !named.equals(Optional.of(entry))))
                .filter(entry -> !deleted.test(entry.version()))
                .findFirst();
    }

    /// The aliases that name a version.
    public List<String> aliasesOf(int number) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue() == number)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The same with one more version; `latest` goes to the highest.
    public VersionsDocument withVersion(VersionEntry added, Instant now) {
        var more = new ArrayList<>(versions);
        more.add(added);
        more.sort(Comparator.comparingInt(VersionEntry::version));
        var moved = new TreeMap<>(aliases);
        moved.merge(LATEST, added.version(), Math::max);
        return with(more, moved, Math.max(highest, added.version()), now);
    }

    /// The same without a version and the aliases that name it.
    public VersionsDocument withoutVersion(int number, Optional<Integer> latest, Instant now) {
        var fewer = versions.stream().filter(entry -> entry.version() != number).toList();
        var left = new TreeMap<>(aliases);
        left.values().removeIf(named -> named == number);
        return with(fewer, moved(left, latest), highest, now);
    }

    /// The same with `latest` at this version, or nowhere.
    public VersionsDocument withLatest(Optional<Integer> latest, Instant now) {
        return with(versions, moved(new TreeMap<>(aliases), latest), highest, now);
    }

    private static Map<String, Integer> moved(Map<String, Integer> aliases, Optional<Integer> latest) {
        aliases.remove(LATEST);
        latest.ifPresent(number -> aliases.put(LATEST, number));
        return aliases;
    }

    /// The same with this alias at this version.
    public VersionsDocument withAlias(String alias, int number, Instant now) {
        var more = new TreeMap<>(aliases);
        more.put(alias, number);
        return with(versions, more, highest, now);
    }

    /// The same without this alias.
    public VersionsDocument withoutAlias(String alias, Instant now) {
        var fewer = new TreeMap<>(aliases);
        fewer.remove(alias);
        return with(versions, fewer, highest, now);
    }

    /// The number is kept apart from the versions, so that one that was removed for good is not given out again.
    private VersionsDocument with(
            List<VersionEntry> newVersions, Map<String, Integer> newAliases, int newHighest, Instant now) {
        var fields = new LinkedHashMap<String, @Nullable Object>(all);
        var named = new ArrayList<VersionEntry>();
        for (VersionEntry entry : newVersions) {
            var entryFields = new LinkedHashMap<String, @Nullable Object>(entry.all());
            entryFields.put("aliases", namesOf(entry.version(), newAliases));
            named.add(new VersionEntry(
                    entry.version(),
                    entry.createdAt(),
                    entry.createdByRun(),
                    entry.sizeBytes(),
                    entry.numFiles(),
                    entry.status(),
                    entryFields));
        }
        fields.put("versions", named.stream().map(VersionEntry::all).toList());
        var numbers = new LinkedHashMap<String, @Nullable Object>();
        newAliases.forEach((alias, number) -> numbers.put(alias, JsonNumber.of(number)));
        fields.put("aliases", numbers);
        fields.put("updated_at", JsonFields.seconds(now));
        fields.put(HIGHEST, JsonNumber.of(newHighest));
        return new VersionsDocument(List.copyOf(named), newAliases, newHighest, fields);
    }

    private static List<String> namesOf(int number, Map<String, Integer> aliases) {
        return aliases.entrySet().stream()
                .filter(alias -> alias.getValue() == number)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The text of the document.
    public byte[] toBytes() {
        return JsonText.write(all);
    }
}
