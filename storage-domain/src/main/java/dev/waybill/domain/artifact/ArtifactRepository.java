package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.GenerationDocument;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The artifacts that lie in a store, or in a folder of it. Any number of threads, and of other programs that use this
/// library, may read and change them at once. Closes nothing.
///
/// Names, versions and aliases are read at each call, so that what others published is seen. Whatever cannot be used is
/// told of and passed over where many things are read, and fails where it alone is asked for.
///
/// ```java
/// var draft = new ArtifactDraft(new ArtifactId("model", "tiny-net")).addFile(path, weights).tag("first");
/// SavedVersion saved = repository.save(draft);
/// repository.setAlias(saved.id(), saved.number(), "production");
/// ArtifactVersion version = repository.use(ArtifactReference.parse("tiny-net:production"), run);
/// ```
public final class ArtifactRepository implements ArtifactBrowser {
    private final IObjectStorageAdapter store;
    private final RepositorySettings settings;
    private final ArtifactKeys keys;
    private final Documents documents;
    private final ArtifactReader reader;
    private final RunReader runs;
    private final RunRecords records;
    private final ArtifactPublisher publisher;
    private final ArtifactEditor editor;
    private final FileTree tree;
    private final Generations generations;

    /// @param store the store, through the layers that `ObjectStorageFactory` puts over it
    /// @param root the folder of the store that the repository lies in
    /// @param clock the time that is written into documents
    public ArtifactRepository(IObjectStorageAdapter store, KeyPrefix root, Clock clock) {
        this(store, root, RepositorySettings.of(clock));
    }

    /// @param store the store, through the layers that `ObjectStorageFactory` puts over it
    /// @param root the folder of the store that the repository lies in
    /// @param settings how it is worked on
    public ArtifactRepository(IObjectStorageAdapter store, KeyPrefix root, RepositorySettings settings) {
        this.store = store;
        this.settings = settings;
        this.keys = new ArtifactKeys(root);
        this.documents = new Documents(store);
        this.reader = new ArtifactReader(store, keys, documents);
        this.runs = new RunReader(reader, keys, documents);
        var updates = new DocumentUpdates(store, documents, settings);
        var engine = new TransferEngine(settings.limits());
        this.tree = new FileTree(store, keys, engine, settings);
        this.records = new RunRecords(store, keys, documents, updates, settings.clock());
        var pool = new ContentPool(store, keys, engine, settings.clock());
        this.generations = new Generations(store, keys, documents, settings.clock());
        var lock = new RunicornLock(store, keys, settings.sleeper());
        this.publisher = new ArtifactPublisher(store, keys, documents, updates, pool, tree, lock, settings);
        this.editor = new ArtifactEditor(store, keys, reader, documents, updates, tree, lock, settings.clock());
    }

    @Override
    public List<ArtifactSummary> list(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        return reader.list(problems);
    }

    @Override
    public ArtifactId identify(Optional<String> type, String name) {
        return reader.identify(type, name);
    }

    @Override
    public List<VersionSummary> versions(ArtifactId id) throws InterruptedException {
        return reader.versions(id);
    }

    @Override
    public ArtifactVersion version(ArtifactReference reference) {
        return reader.version(reference);
    }

    @Override
    public RunLookup lineage(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        return RunLookup.of(runs(problems));
    }

    /// Every run that made or used a version.
    ///
    /// @param problems told of what could not be read
    public List<RunLineage> runs(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        return runs.all(problems);
    }

    /// Tells one state of the repository from another, where its last change was made by this library: as long as it
    /// is the same, this library changed nothing. What other programs change does not show in it.
    ///
    /// @return empty if it is not known, or a change is under way
    public Optional<String> generation() {
        return generations.current().filter(each -> !each.changing()).map(GenerationDocument::id);
    }

    /// Saves what is staged as the next version. Readers see all of it or nothing; of many who save at once each gets a
    /// number of its own.
    ///
    /// @throws IllegalArgumentException if nothing is staged
    /// @throws StorageException.NotSupported if the store can keep no two writers apart
    /// @throws StorageException.PreconditionFailed if a staged object changed meanwhile
    public SavedVersion save(ArtifactDraft draft) throws InterruptedException {
        publisher.requirePossible(draft);
        return generations.around(() -> recorded(draft, publisher.save(draft)));
    }

    private SavedVersion recorded(ArtifactDraft draft, SavedVersion saved) throws InterruptedException {
        if (draft.run().isEmpty()) {
            return saved;
        }
        try {
            records.created(draft.run().get(), saved);
            return saved;
        } catch (StorageException | ArtifactFailure e) {
            return saved.withLineageProblem(String.valueOf(e.getMessage()));
        }
    }

    /// A version to work with. The run will tell that it used it.
    ///
    /// @throws ArtifactFailure.NotFound if there is no such version; says what there is
    /// @throws ArtifactFailure.Refused if it is deleted
    public ArtifactVersion use(ArtifactReference reference, RunPath run) throws InterruptedException {
        return use(version(reference), run);
    }

    /// The same of a version that was looked at already.
    ///
    /// @throws ArtifactFailure.Refused if it is deleted
    public ArtifactVersion use(ArtifactVersion version, RunPath run) throws InterruptedException {
        if (version.deleted()) {
            throw new ArtifactFailure.Refused(version + " is deleted; restore it to use it");
        }
        changing(() -> records.used(run, version));
        return version;
    }

    /// Brings files of a version to another store. Each gets its name there only with the digest of the manifest. Large
    /// ones go in parts, and with a journal one that was cut off goes on where it was.
    ///
    /// @param to the store the files go to
    /// @param folder the folder there
    /// @param which the files that are wanted
    /// @throws StorageException.QuotaExceeded if there is no room; nothing more is tried
    /// @throws InterruptedException if the thread was interrupted, or the control of the options ended the download
    public DownloadResult download(
            ArtifactVersion version,
            IObjectStorageAdapter to,
            KeyPrefix folder,
            Predicate<? super ManifestFile> which,
            DownloadOptions options)
            throws InterruptedException {
        List<ManifestFile> wanted =
                version.manifest().files().stream().filter(which).toList();
        return options.control().isEmpty()
                ? download(version, store, to, folder, wanted, options)
                : pausable(
                        version, to, folder, wanted, options, options.control().get());
    }

    private DownloadResult pausable(
            ArtifactVersion version,
            IObjectStorageAdapter to,
            KeyPrefix folder,
            List<ManifestFile> wanted,
            DownloadOptions options,
            DownloadControl control)
            throws InterruptedException {
        var from = new PausableStore(store, control);
        return control.around(() -> download(version, from, to, folder, wanted, options));
    }

    private DownloadResult download(
            ArtifactVersion version,
            IObjectStorageAdapter from,
            IObjectStorageAdapter to,
            KeyPrefix folder,
            List<ManifestFile> wanted,
            DownloadOptions options)
            throws InterruptedException {
        var fetch = new FileFetch(from, keys, version, options);
        var engine = new TransferEngine(settings.limits());
        return new ArtifactDownload(fetch, engine, to, folder, options, settings.clock()).run(wanted);
    }

    /// Lets an alias name a version, whatever it named before.
    ///
    /// @throws IllegalArgumentException if it is no alias, or `latest`
    /// @throws ArtifactFailure.NotFound if there is no such version
    /// @throws ArtifactFailure.Refused if the version is deleted
    public void setAlias(ArtifactId id, int version, String alias) throws InterruptedException {
        ArtifactReference.requireAlias(alias);
        changing(() -> editor.setAlias(id, version, alias));
    }

    /// Removes an alias.
    ///
    /// @throws ArtifactFailure.NotFound if there is no such alias
    public void removeAlias(ArtifactId id, String alias) throws InterruptedException {
        ArtifactReference.requireAlias(alias);
        changing(() -> editor.removeAlias(id, alias));
    }

    /// Adds and removes tags of a version.
    ///
    /// @throws IllegalArgumentException naming a tag and the rule it breaks
    public void changeTags(ArtifactId id, int version, Collection<String> added, Collection<String> removed)
            throws InterruptedException {
        added.forEach(NameRules::requireTag);
        changing(() -> editor.changeTags(id, version, added, removed));
    }

    /// Marks a version as deleted. It can be restored.
    ///
    /// @param force whether aliases do not keep it
    /// @throws ArtifactFailure.Refused if an alias but `latest` names it
    public void delete(ArtifactId id, int version, boolean force) throws InterruptedException {
        changing(() -> editor.delete(id, version, force));
    }

    /// Takes the mark of a deleted version away.
    ///
    /// @throws ArtifactFailure.Refused if it is not deleted
    public void restore(ArtifactId id, int version) throws InterruptedException {
        changing(() -> editor.restore(id, version));
    }

    /// Removes a version for good; its number is not given out again. Contents that no other version has go with the
    /// next [#sweep].
    ///
    /// @param force whether aliases do not keep it
    /// @return how many objects were removed
    /// @throws ArtifactFailure.Refused if an alias but `latest` names it
    public long remove(ArtifactId id, int version, boolean force) throws InterruptedException {
        return generations.around(() -> editor.remove(id, version, force));
    }

    private interface Edit {
        void make() throws InterruptedException;
    }

    private void changing(Edit edit) throws InterruptedException {
        generations.around(() -> {
            edit.make();
            return true;
        });
    }

    /// The versions of an artifact that go if only the newest are kept: neither deleted, nor named by any alias, nor
    /// among the newest.
    ///
    /// @param keep how many of the newest stay
    /// @throws IllegalArgumentException if that is none
    public List<VersionSummary> beyondNewest(ArtifactId id, int keep) throws InterruptedException {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 version must be kept: " + keep);
        }
        List<VersionSummary> live =
                versions(id).stream().filter(version -> !version.deleted()).toList();
        return live.subList(0, Math.max(0, live.size() - keep)).stream()
                .filter(version -> version.aliases().isEmpty())
                .toList();
    }

    /// What [#sweep] would remove.
    public SweepReport planSweep(Duration minAge) {
        return sweeper().plan(minAge);
    }

    /// Removes contents that no version has, and what saves left that did not end.
    ///
    /// @param minAge how long ago what goes must have been written
    /// @throws ArtifactFailure.Malformed if a manifest cannot be read: what it names must not go
    public SweepReport sweep(Duration minAge) {
        return generations.around(() -> sweeper().run(minAge));
    }

    private RepositorySweep sweeper() {
        var scan = new SweepScan(store, keys, reader, documents, settings.clock());
        return new RepositorySweep(store, keys, documents, scan, tree, settings.clock());
    }

    /// Looks whether all that is said of artifacts is there, and right.
    ///
    /// @param ids the artifacts; none means all
    public CheckReport check(List<ArtifactId> ids, CheckOptions options) throws InterruptedException {
        var placement = settings.placementIn(store.capabilities());
        var check = new RepositoryCheck(store, keys, reader, tree, placement, options);
        return ids.isEmpty() ? check.runAll() : check.run(ids);
    }

    @Override
    public RepositoryStatistics statistics(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        return new StatisticsRun(reader, keys, documents).run(problems);
    }
}
