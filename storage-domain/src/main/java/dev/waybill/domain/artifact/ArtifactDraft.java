package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.JsonObject;
import dev.waybill.domain.artifact.format.ManifestReference;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What is to become a version: files, folders and references, and what is said of them. Nothing is read before
/// [ArtifactRepository#save]. One thread at a time.
public final class ArtifactDraft {
    private final ArtifactId id;
    private final Map<ObjectKey, StagedFile> files = new LinkedHashMap<>();
    private final Set<String> folders = new LinkedHashSet<>();
    private final List<ManifestReference> references = new ArrayList<>();
    private final Set<String> tags = new LinkedHashSet<>();
    private String description = "";
    private JsonObject metadata = JsonObject.EMPTY;
    private Optional<RunPath> run = Optional.empty();

    /// An empty draft of a version of `id`.
    public ArtifactDraft(ArtifactId id) {
        this.id = id;
    }

    /// Stages an object of any store as the file `path`.
    ///
    /// @throws IllegalArgumentException if a file or folder is staged at `path` already
    public ArtifactDraft addFile(ObjectKey path, IObjectStorageAdapter from, ObjectMetadata object) {
        return add(path, new StagedFile.InStore(from, object));
    }

    /// Stages bytes as the file `path`; they must not be changed until the version is saved.
    ///
    /// @throws IllegalArgumentException if a file or folder is staged at `path` already
    public ArtifactDraft addFile(ObjectKey path, byte[] bytes) {
        return add(path, new StagedFile.Bytes(bytes));
    }

    /// Stages every object under `folder` of a store, below the folder `at` of the artifact.
    ///
    /// @param at empty, or a path that ends in `/`
    /// @param which those of them that are taken, by their paths below `folder`
    /// @throws IllegalArgumentException if a file is staged twice at one path
    public ArtifactDraft addFolder(
            IObjectStorageAdapter from, KeyPrefix folder, String at, Predicate<? super String> which) {
        try (Stream<ObjectMetadata> objects = from.list(ListOptions.of(folder))) {
            objects.forEach(object -> {
                String path = object.key().value().substring(folder.value().length());
                if (which.test(path)) {
                    addFile(new ObjectKey(at + path), from, object);
                }
            });
        }
        return this;
    }

    private ArtifactDraft add(ObjectKey path, StagedFile file) {
        boolean twice = files.containsKey(path) || folders.contains(path.value());
        for (String folder = folderOf(path.value()); !folder.isEmpty() && !twice; folder = folderOf(folder)) {
            twice = files.containsKey(new ObjectKey(folder));
        }
        if (twice) {
            throw new IllegalArgumentException("two files are to be at " + path + ", or one in the other");
        }
        for (String folder = folderOf(path.value()); !folder.isEmpty(); folder = folderOf(folder)) {
            folders.add(folder);
        }
        files.put(path, file);
        return this;
    }

    private static String folderOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /// Names something that the version does not hold.
    public ArtifactDraft addReference(ManifestReference reference) {
        references.add(reference);
        return this;
    }

    /// Says in words what it is.
    public ArtifactDraft describe(String text) {
        description = text;
        return this;
    }

    /// Adds tags.
    ///
    /// @throws IllegalArgumentException naming a tag and the rule it breaks
    public ArtifactDraft tag(String... more) {
        for (String tag : more) {
            NameRules.requireTag(tag);
            tags.add(tag);
        }
        return this;
    }

    /// The same text, if it can be a tag.
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public static String requireTag(String tag) {
        NameRules.requireTag(tag);
        return tag;
    }

    /// Says anything of it.
    public ArtifactDraft describe(JsonObject object) {
        metadata = object;
        return this;
    }

    /// Says which run makes it; the run will tell of it.
    public ArtifactDraft by(RunPath maker) {
        run = Optional.of(maker);
        return this;
    }

    /// The artifact that it is to be a version of.
    public ArtifactId id() {
        return id;
    }

    Map<ObjectKey, StagedFile> files() {
        return files;
    }

    List<ManifestReference> references() {
        return references;
    }

    /// The tags that it is to have.
    public Set<String> tags() {
        return Collections.unmodifiableSet(tags);
    }

    String description() {
        return description;
    }

    JsonObject metadata() {
        return metadata;
    }

    /// The run that makes it.
    public Optional<RunPath> run() {
        return run;
    }

    /// @throws IllegalArgumentException if nothing is staged
    void requireContent() {
        if (files.isEmpty() && references.isEmpty()) {
            throw new IllegalArgumentException("the artifact " + id + " has no files or references to save");
        }
    }
}
