package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.artifact.format.SavingDocument;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.port.Checksum;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks for what nobody needs any more. The order matters: marks of saves are read before manifests, since a save
/// removes its mark only when its manifest is there.
final class SweepScan {
    private static final Duration MARKS_KEPT = Duration.ofDays(7);

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final ArtifactReader reader;
    private final Documents documents;
    private final Clock clock;

    SweepScan(IObjectStorageAdapter store, ArtifactKeys keys, ArtifactReader reader, Documents documents, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.reader = reader;
        this.documents = documents;
        this.clock = clock;
    }

    /// @param minAge how long ago what goes must have been written
    /// @throws ArtifactFailure.Malformed if a document cannot be read: what it names could be what is to go
    SweepFindings run(Duration minAge) {
        var needed = new HashSet<Checksum>();
        var active = new HashSet<String>();
        List<ObjectMetadata> marks = readMarks(needed, active);
        var leftovers = new ArrayList<SweepFindings.Leftover>();
        var problems = new ArrayList<ArtifactProblem>();
        for (ArtifactId id : reader.ids(problems::add)) {
            scan(id, minAge, active, needed, leftovers);
        }
        if (!problems.isEmpty()) {
            throw new ArtifactFailure.Refused(
                    "not every artifact can be read, and nothing is removed: " + problems.getFirst());
        }
        Set<ObjectKey> neededKeys = needed.stream().map(keys::pooled).collect(Collectors.toSet());
        List<ObjectMetadata> contents = list(keys.pool()).stream()
                .filter(object -> isOlder(object, minAge))
                .filter(object -> isContent(object.key()))
                .filter(object -> !neededKeys.contains(object.key()))
                .toList();
        return new SweepFindings(contents, leftovers, marks);
    }

    /// @param active gets the ids of the saves that are under way, or died not long ago
    private List<ObjectMetadata> readMarks(Set<Checksum> needed, Set<String> active) {
        var old = new ArrayList<ObjectMetadata>();
        for (ObjectMetadata mark : list(keys.saving())) {
            if (isOlder(mark, MARKS_KEPT)) {
                old.add(mark);
            } else {
                active.add(mark.key().name().replaceFirst("\\.json$", ""));
                documents.read(mark.key(), SavingDocument::read).ifPresent(needed::addAll);
            }
        }
        return old;
    }

    private void scan(
            ArtifactId id,
            Duration minAge,
            Set<String> active,
            Set<Checksum> needed,
            List<SweepFindings.Leftover> leftovers) {
        // The folders are listed before the index is read: one that is published in between is in the index.
        List<Integer> numbers = numbersOf(id);
        Set<Integer> published = reader.index(id).map(VersionsDocument::versions).orElse(List.of()).stream()
                .map(VersionEntry::version)
                .collect(Collectors.toSet());
        for (int number : numbers) {
            ObjectKey key = keys.manifest(id, number);
            // Without a manifest it is none of ours: Runicorn, which writes it late, may be at work there.
            Optional<byte[]> text = documents.raw(key).map(Documents.Raw::bytes);
            boolean isLeftover = text.isPresent()
                    && !published.contains(number)
                    && store.stat(key).filter(claim -> isOlder(claim, minAge)).isPresent()
                    && !isActive(key, text.get(), active);
            if (isLeftover) {
                leftovers.add(new SweepFindings.Leftover(id, number));
            } else if (text.isPresent()) {
                require(id, number, documents.of(key, text.get(), ManifestDocument::read), needed);
            }
        }
    }

    private boolean isActive(ObjectKey key, byte[] manifest, Set<String> active) {
        return documents
                .of(key, manifest, bytes -> ManifestDocument.saveId(bytes).orElse(""))
                .transform(active::contains);
    }

    private void require(ArtifactId id, int number, ManifestDocument manifest, Set<Checksum> needed) {
        if (!manifest.problems().isEmpty()) {
            throw new ArtifactFailure.Malformed(
                    store.store(),
                    keys.manifest(id, number),
                    manifest.problems().getFirst() + "; nothing is removed while it names what cannot be read");
        }
        manifest.files().stream().map(ManifestFile::digest).forEach(needed::add);
    }

    private List<Integer> numbersOf(ArtifactId id) {
        return reader.foldersIn(keys.artifact(id).value()).stream()
                .filter(name -> name.matches("v[1-9][0-9]{0,8}"))
                .map(name -> Integer.parseInt(name.substring(1)))
                .toList();
    }

    private boolean isOlder(ObjectMetadata object, Duration age) {
        Instant limit = clock.instant().minus(age);
        return !object.modified().isAfter(limit);
    }

    private List<ObjectMetadata> list(KeyPrefix prefix) {
        try (Stream<ObjectMetadata> objects = store.list(ListOptions.of(prefix))) {
            return objects.toList();
        }
    }

    private static boolean isContent(ObjectKey key) {
        return key.name().matches("[0-9a-f]{64}");
    }
}
