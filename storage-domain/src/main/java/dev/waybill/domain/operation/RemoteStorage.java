package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.SavedVersion;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogPace;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.catalog.cache.CacheCleared;
import dev.waybill.domain.catalog.cache.CacheClearing;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.ContentCache;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.layer.Sleeper;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.KeyPrefix;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// A repository of artifacts that lies elsewhere: its metadata is brought here and looked at without the network, files
/// are fetched when they are asked for, and changes are made where it lies. Any number of threads.
///
/// Lists, searches and details come from the catalog, connected or not; it is kept open from one to the next, and each
/// sees what is in it then, whoever wrote it. What needs the store fails with
/// [ArtifactFailure.Refused] unless it is connected, and with a [dev.waybill.port.StorageException] if the store fails.
///
/// ```java
/// try (var storage = new RemoteStorage(remote, KeyPrefix.ALL, settings)) {
///     storage.connect();
///     storage.syncMetadata();
///     storage.listArtifacts().forEach(System.out::println);
///     ArtifactVersion net = storage.loadArtifact(new ArtifactId("model", "net"), 3);
///     Path files = storage.downloadArtifact(net.id(), net.number(), DownloadListener.NONE).folder();
///     storage.setAlias(net.id(), net.number(), "production");
///     storage.deleteVersion(net.id(), 1);
/// }
/// ```
public final class RemoteStorage extends RemoteCatalog implements AutoCloseable {
    private final RemoteConfiguration remote;
    private final RemoteStorageSettings settings;
    private final ConnectionInUse connection;
    private final RemoteDownloads downloads;
    private final AtomicReference<Optional<Tasks.Background>> background = new AtomicReference<>(Optional.empty());

    /// Connects to nothing yet.
    ///
    /// @param remote the store
    /// @param root the folder of the store that the repository lies in
    /// @throws dev.waybill.domain.config.ConfigurationException if this machine lacks something for the remote
    public RemoteStorage(RemoteConfiguration remote, KeyPrefix root, RemoteStorageSettings settings) {
        super(new CatalogId(remote.store().store(), root), settings.catalogs());
        this.remote = remote;
        this.settings = settings;
        this.connection = new ConnectionInUse(id());
        this.downloads = new RemoteDownloads(id(), settings, connection, this::kept);
    }

    /// Connects to the store, if it is not connected yet.
    ///
    /// @throws dev.waybill.port.StorageException if the store cannot be reached or does not let this user in
    @SuppressWarnings("MustBeClosedChecker") // given to what closes them
    public void connect() {
        connection.open(() -> {
            var opened = RemoteConnection.open(remote, id(), settings);
            keepAnew();
            return opened;
        });
    }

    /// Whether it can be downloaded from and changed.
    public boolean isConnected() {
        return connection.isThere();
    }

    /// Brings the catalog up to date.
    public MetadataSyncReport syncMetadata() throws InterruptedException {
        return syncMetadata(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
    }

    /// Brings the catalog up to date; an interrupt breaks it off.
    ///
    /// @param listener told how it gets on
    public MetadataSyncReport syncMetadata(MetadataSyncOptions options, MetadataSyncListener listener)
            throws InterruptedException {
        return connection.with(open -> open.sync().run(options, listener));
    }

    /// Brings the catalog up to date now, and again and again, until [#close]. One that goes on already is ended.
    ///
    /// @param listener told how each ends; called by another thread
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    public void syncInBackground(CatalogPace pace, MetadataSyncOptions options, CatalogKeeper.Listener listener)
            throws InterruptedException {
        connection.with(open -> {
            var keeper = new CatalogKeeper(pace, Sleeper.REAL, new Random());
            var begun = Tasks.inBackground(
                    () -> keeper.run(List.of(open.sync()), options, listener),
                    failure -> listener.failed(id(), failure));
            background.getAndSet(Optional.of(begun)).ifPresent(Tasks.Background::close);
            return true;
        });
    }

    /// Fetches all files of a version to a folder of the cache; as the same with options.
    ///
    /// @param listener told how it gets on
    public CachedDownloads.Fetched downloadArtifact(ArtifactId artifact, int version, DownloadListener listener)
            throws InterruptedException {
        return downloadArtifact(
                ArtifactReference.of(artifact, version), file -> true, DownloadOptions.DEFAULT.withListener(listener));
    }

    /// Fetches files of a version to a folder of the cache, where they are only to be read. What the cache has is not
    /// fetched again, and a download that was cut off goes on. An interrupt breaks it off.
    ///
    /// @param which the files that are wanted
    /// @param options who is told, and what can stop it. With [DownloadOptions#fromWhatIsAtHand] the store is not
    ///     asked, connected or not: the catalog says what the version has, and files come from what was fetched
    ///     before, of whichever version. Journal, contents and room are those of the cache.
    /// @return the folder, and for each file that could not be had why: where the store was not to be asked,
    ///     an [ArtifactFailure.NotFound]
    /// @throws ArtifactFailure.NotFound if there is no such version
    /// @throws InterruptedException if the thread was interrupted, or the control of the options ended it
    public CachedDownloads.Fetched downloadArtifact(
            ArtifactReference reference, Predicate<? super ManifestFile> which, DownloadOptions options)
            throws InterruptedException {
        return downloads.toCache(reference, which, options);
    }

    /// All files of a version that were fetched before, connected or not; as [#downloadArtifact] from what is at hand.
    ///
    /// @param listener told how it gets on
    public CachedDownloads.Fetched downloadOffline(ArtifactId artifact, int version, DownloadListener listener)
            throws InterruptedException {
        var options = DownloadOptions.DEFAULT.withListener(listener).fromWhatIsAtHand();
        return downloadArtifact(ArtifactReference.of(artifact, version), file -> true, options);
    }

    /// Brings files of a version to a folder of one's own. A file gets its name there only with the digest of the
    /// manifest; one that is there with the same bytes is left alone, another only replaced with
    /// [DownloadOptions#replacing].
    ///
    /// @param which the files that are wanted
    /// @param folder the folder, which is made if it is not there
    /// @param how as links to what the cache keeps, or as files of their own
    /// @param options as for [#downloadArtifact]
    /// @throws ArtifactFailure.NotFound if there is no such version
    /// @throws ArtifactFailure.Refused if the folder cannot be made
    /// @throws InterruptedException if the thread was interrupted, or the control of the options ended it
    public DownloadResult materialize(
            ArtifactReference reference,
            Predicate<? super ManifestFile> which,
            Path folder,
            Materialization how,
            DownloadOptions options)
            throws InterruptedException {
        return downloads.toFolder(reference, which, folder, how, options);
    }

    /// Saves a version; as [dev.waybill.domain.artifact.ArtifactRepository#save].
    public SavedVersion save(ArtifactDraft draft) throws InterruptedException {
        return connection.with(open -> open.operations().save(draft));
    }

    /// Says that a run uses a version, so that lineage tells of it; as [#useArtifact(ArtifactReference, RunPath)].
    public ArtifactVersion useArtifact(ArtifactId artifact, int version, RunPath run) throws InterruptedException {
        return useArtifact(ArtifactReference.of(artifact, version), run);
    }

    /// Says that a run uses a version, named by number or alias, so that lineage tells of it. Its files are fetched by
    /// [#downloadArtifact].
    ///
    /// @return the version that it is now
    /// @throws ArtifactFailure.NotFound if there is no such version
    /// @throws ArtifactFailure.Refused if it is deleted
    public ArtifactVersion useArtifact(ArtifactReference reference, RunPath run) throws InterruptedException {
        return connection.with(open -> open.operations().use(reference, run));
    }

    private interface Change {
        void make(ArtifactOperations operations) throws InterruptedException;
    }

    private void change(Change change) throws InterruptedException {
        connection.with(open -> {
            change.make(open.operations());
            return true;
        });
    }

    /// Lets an alias name a version, whatever it named before.
    public void setAlias(ArtifactId artifact, int version, String alias) throws InterruptedException {
        change(operations -> operations.setAlias(artifact, version, alias));
    }

    /// Removes an alias.
    public void removeAlias(ArtifactId artifact, String alias) throws InterruptedException {
        change(operations -> operations.removeAlias(artifact, alias));
    }

    /// Adds tags to a version.
    public void addTags(ArtifactId artifact, int version, Collection<String> tags) throws InterruptedException {
        change(operations -> operations.changeTags(artifact, version, tags, List.of()));
    }

    /// Removes tags of a version.
    public void removeTags(ArtifactId artifact, int version, Collection<String> tags) throws InterruptedException {
        change(operations -> operations.changeTags(artifact, version, List.of(), tags));
    }

    /// Marks a version as deleted; it can be restored.
    ///
    /// @throws ArtifactFailure.Refused if an alias but `latest` names it
    public void deleteVersion(ArtifactId artifact, int version) throws InterruptedException {
        change(operations -> operations.delete(artifact, version, false));
    }

    /// Restores a deleted version.
    public void restoreVersion(ArtifactId artifact, int version) throws InterruptedException {
        change(operations -> operations.restore(artifact, version));
    }

    /// Removes a version for good.
    ///
    /// @throws ArtifactFailure.Refused if an alias but `latest` names it
    public void removeVersion(ArtifactId artifact, int version) throws InterruptedException {
        change(operations -> operations.remove(artifact, version, false));
    }

    /// Does the same to many versions. One that fails stops no other, unless the store cannot be reached or the thread
    /// is interrupted.
    ///
    /// @param versions which; of several in a row, those that the change is for
    /// @throws IllegalArgumentException if an alias is to name several versions of an artifact
    public BatchReport changeAll(List<VersionRange> versions, VersionChange change) throws InterruptedException {
        return connection.with(
                open -> new VersionBatch(open.repository(), failure -> {}).make(versions, change, open.operations()));
    }

    /// How things stand. Asks the store nothing.
    public RemoteStatus status() {
        boolean connected = isConnected();
        try (CatalogBrowser browser = browse()) {
            return new RemoteStatus(connected, Optional.of(browser.state()), Optional.of(browser.size()));
        } catch (ArtifactFailure.NotFound noCatalogYet) {
            return new RemoteStatus(connected, Optional.empty(), Optional.empty());
        }
    }

    /// What was done from here to this repository, the latest first.
    ///
    /// @param limit so many at most
    public List<OperationEntry> history(int limit) {
        return settings.history().find(OperationQuery.latest(limit).in(id().toString()));
    }

    /// Removes what was downloaded of this repository alone and is not pinned. The catalog stays.
    public CacheCleared clearCache() throws InterruptedException {
        try (var cache = ContentCache.open(settings.cache(), settings.stores(), settings.warnings())) {
            return cache.clear(CacheClearing.ALL.of(id()));
        }
    }

    /// Ends the background sync and the connection, once calls that use it are over; so no listener of such a call may
    /// call this. The catalog can be looked at as before, but is opened for each look. [#connect] connects again.
    @Override
    public void close() {
        connection.close(() -> {
            background.getAndSet(Optional.empty()).ifPresent(Tasks.Background::close);
            letGo();
        });
    }
}
