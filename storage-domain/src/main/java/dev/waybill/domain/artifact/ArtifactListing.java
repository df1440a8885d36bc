package dev.waybill.domain.artifact;

import dev.waybill.domain.listing.PrunedListing;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Finds the artifacts of a repository in one listing, and with them the marks of deleted versions, where the store
/// shows those on the way. One that looks into each folder to list it has leave to omit those of versions: to ask for
/// the mark of one version of an artifact is less than to list all of them. One thread.
final class ArtifactListing {
    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final String artifacts;
    private final Map<ArtifactId, Marks> found = new TreeMap<>();
    private final Map<String, Optional<Marks>> byName = new HashMap<>();

    ArtifactListing(IObjectStorageAdapter store, ArtifactKeys keys) {
        this.store = store;
        this.keys = keys;
        this.artifacts = keys.artifacts().value();
    }

    /// What a listing shows of an artifact's versions.
    static final class Marks {
        private final Set<Integer> deleted = new HashSet<>();
        private boolean versionsSeen;
        private boolean indexSeen;

        /// Whether all marks were listed. The index sorts behind every version: where both were listed, all was.
        boolean areKnown() {
            return versionsSeen && indexSeen;
        }

        /// Whether the version was listed as deleted.
        boolean has(int version) {
            return deleted.contains(version);
        }

        private void note(String[] names) {
            if (names.length == 3) {
                indexSeen |= names[2].equals(ArtifactKeys.INDEX);
            } else if (names[3].equals(ArtifactKeys.MANIFEST)) {
                versionsSeen = true;
            } else if (names[3].equals(ArtifactKeys.DELETED)) {
                RepositoryObject.version(names[2]).ifPresent(deleted::add);
            }
        }
    }

    /// What looks like an artifact: the folders in the folders of types.
    ///
    /// @param problems told of those whose name no artifact can have
    Map<ArtifactId, Marks> run(Consumer<? super ArtifactProblem> problems) {
        try (var listing = new PrunedListing(store, options(), this::branch)) {
            while (listing.hasNext()) {
                take(listing.next().key(), problems);
            }
        }
        return found;
    }

    private ListOptions options() {
        var all = ListOptions.of(keys.artifacts()).withOmittable(this::isNeedless);
        return store.capabilities().has(Capability.KEY_ORDER)
                ? PrunedListing.behind(artifacts + ".").map(all::withStartAfter).orElse(all)
                : all;
    }

    /// The names below `artifacts/` that lead to an object: the last of at most four is the rest.
    private String[] names(String path) {
        return path.substring(artifacts.length()).split("/", 4);
    }

    private boolean isNeedless(String folder) {
        return folder.startsWith(artifacts) && (names(folder).length > 3 || isHidden(names(folder)));
    }

    private static boolean isHidden(String[] names) {
        return names[0].startsWith(".");
    }

    private Optional<String> branch(ObjectKey key) {
        String[] names = names(key.value());
        return names.length < 3 ? Optional.empty() : Optional.of(artifacts + names[0] + "/" + names[1] + "/");
    }

    private void take(ObjectKey key, Consumer<? super ArtifactProblem> problems) {
        String[] names = names(key.value());
        if (isHidden(names) || names.length < 3) {
            return;
        }
        Optional<Marks> marks =
                byName.computeIfAbsent(names[0] + "/" + names[1], name -> marks(names[0], names[1], problems));
        marks.ifPresent(those -> those.note(names));
    }

    private Optional<Marks> marks(String type, String name, Consumer<? super ArtifactProblem> problems) {
        try {
            var marks = new Marks();
            found.put(new ArtifactId(type, name), marks);
            return Optional.of(marks);
        } catch (IllegalArgumentException e) {
            problems.accept(new ArtifactProblem(artifacts + type + "/" + name, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
