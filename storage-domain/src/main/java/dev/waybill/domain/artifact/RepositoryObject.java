package dev.waybill.domain.artifact;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What an object of a repository is, as its key tells: one of the small documents that describe artifacts and runs, or
/// something else.
public sealed interface RepositoryObject {
    /// The index of an artifact, `versions.json`.
    record Index(ArtifactId id) implements RepositoryObject {}

    /// `metadata.json` of a version, published or not.
    record Metadata(ArtifactId id, int number) implements RepositoryObject {}

    /// `manifest.json` of a version, published or not.
    record Manifest(ArtifactId id, int number) implements RepositoryObject {}

    /// The mark of a deleted version. Only that it is there counts.
    record Deleted(ArtifactId id, int number) implements RepositoryObject {}

    /// What a run says of itself, or of the versions it made and used.
    ///
    /// @param file the name of the document
    record Run(RunPath run, String file) implements RepositoryObject {
        /// Whether it tells what the run made.
        public boolean isCreated() {
            return file.equals(RunReader.CREATED);
        }

        /// Whether it tells what the run used.
        public boolean isUsed() {
            return file.equals(RunReader.USED);
        }

        /// Whether it says that the run was deleted.
        public boolean isDeleted() {
            return file.equals(".deleted");
        }
    }

    /// It would be a document, but its name breaks a rule.
    ///
    /// @param rule the name and the rule
    record Misnamed(String rule) implements RepositoryObject {}

    /// Anything else.
    ///
    /// @param skippable the beginning of keys of which none is a document
    record Other(Optional<String> skippable) implements RepositoryObject {}

    /// The documents of a run that are small and of use: not its events, summary, logs and media.
    Set<String> RUN_DOCUMENTS = Set.of(RunReader.CREATED, RunReader.USED, "meta.json", "status.json", ".deleted");

    /// How the numbers of versions are written, in folders.
    Pattern VERSION = Pattern.compile("v([1-9][0-9]{0,9})");

    /// What the object at `key` is, in the repository at `root`.
    static RepositoryObject of(KeyPrefix root, ObjectKey key) {
        String[] names = key.value().substring(root.value().length()).split("/", -1);
        if (names.length == 1) {
            return new Other(Optional.empty());
        }
        if (names[0].equals("artifacts")) {
            return ofArtifacts(root, names);
        }
        if (names[0].startsWith(".")) {
            return new Other(Optional.of(root.value() + "."));
        }
        if (RunReader.NO_PROJECTS.contains(names[0])) {
            return skip(root, names, 1);
        }
        return ofRuns(root, names);
    }

    private static RepositoryObject ofArtifacts(KeyPrefix root, String[] names) {
        if (names[1].startsWith(".")) {
            return new Other(Optional.of(root.value() + "artifacts/."));
        }
        if (names.length == 4 && names[3].equals(ArtifactKeys.INDEX)) {
            return named(names, Index::new);
        }
        if (names.length < 5) {
            return new Other(Optional.empty());
        }
        OptionalInt version = version(names[3]);
        if (version.isEmpty()) {
            return skip(root, names, 4);
        }
        int number = version.getAsInt();
        if (names.length > 5) {
            return skip(root, names, 5);
        }
        return switch (names[4]) {
            case "metadata.json" -> named(names, id -> new Metadata(id, number));
            case ArtifactKeys.MANIFEST -> named(names, id -> new Manifest(id, number));
            case ArtifactKeys.DELETED -> named(names, id -> new Deleted(id, number));
            default -> new Other(Optional.empty());
        };
    }

    /// The number of the version whose folder has this name, if it is one.
    static OptionalInt version(String folder) {
        var version = VERSION.matcher(folder);
        return version.matches() && Long.parseLong(version.group(1)) <= Integer.MAX_VALUE
                ? OptionalInt.of(Integer.parseInt(version.group(1)))
                : OptionalInt.empty();
    }

    private static RepositoryObject ofRuns(KeyPrefix root, String[] names) {
        if (names.length > 3 && !names[2].equals("runs")) {
            return skip(root, names, 3);
        }
        if (names.length > 5) {
            return skip(root, names, 5);
        }
        if (names.length < 5 || !RUN_DOCUMENTS.contains(names[4])) {
            return new Other(Optional.empty());
        }
        try {
            return new Run(new RunPath(names[0], names[1], names[3]), names[4]);
        } catch (IllegalArgumentException e) {
            return new Misnamed(String.valueOf(e.getMessage()));
        }
    }

    private static Other skip(KeyPrefix root, String[] names, int levels) {
        var folder = new StringBuilder(root.value());
        for (int i = 0; i < levels; i++) {
            folder.append(names[i]).append('/');
        }
        return new Other(Optional.of(folder.toString()));
    }

    private static RepositoryObject named(String[] names, Function<ArtifactId, RepositoryObject> wanted) {
        try {
            return wanted.apply(new ArtifactId(names[1], names[2]));
        } catch (IllegalArgumentException e) {
            return new Misnamed(String.valueOf(e.getMessage()));
        }
    }
}
