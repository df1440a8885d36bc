package dev.waybill.cli.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.Retention;
import dev.waybill.adapter.sqlite.SqliteRunHistoryStore;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.config.FolderSettings;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.domain.config.StorageFolder;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.remote.RemoteChecksums;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunHistoryStore;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.sync.undo.Undo;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StoreId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;

/// The two sides that push, pull and status work on, opened and put together. One thread.
public final class SyncPlace implements AutoCloseable {
    /// Calls that listings and comparisons make beside the transfers.
    private static final int SPARE_SLOTS = 16;

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final Optional<RemoteExecutor> executor;
    private final Synchronizer synchronizer;
    private final RunHistoryStore histories;
    private final Undo undo;
    private final String localName;
    private final String remoteName;

    @SuppressWarnings("MustBeClosedChecker") // closed by close, or here where the second cannot be opened
    private SyncPlace(
            Session session,
            Path storage,
            String remoteNamed,
            boolean create,
            boolean followLinks,
            TransferLimits limits) {
        WaybillConfiguration configuration = session.configuration();
        var stack = StackOptions.DEFAULT.withRequestSlots(limits.requestSlots() + SPARE_SLOTS);
        var factory = new ObjectStorageFactory(
                session.surroundings().clock(),
                stack,
                session.factory().providers(),
                session.surroundings().environment());
        var settings = new HashMap<>(create ? FolderSettings.creating(storage) : FolderSettings.existing(storage));
        settings.put("links", followLinks ? "follow" : "skip");
        var folders =
                new RemoteReader(factory.providers(), session.surroundings().environment());
        var remoteConfiguration = factory.remote(configuration, remoteNamed);
        remote = factory.openStore(remoteConfiguration);
        var localConfiguration = folders.ofSettings(storage.toString(), FolderSettings.SCHEME, settings, storage);
        try {
            local = factory.openStore(localConfiguration);
        } catch (RuntimeException e) {
            remote.close();
            throw e;
        }
        var bases = new SqliteSyncBaseStore(SqliteSyncBaseStore.beside(storage), session.console()::warning);
        executor = factory.openExecutor(remoteConfiguration);
        var clock = session.surroundings().clock();
        histories = histories(session, storage);
        var files = new HashMap<StoreId, FileIdentities>();
        factory.identities(localConfiguration).ifPresent(identities -> files.put(local.store(), identities));
        factory.identities(remoteConfiguration).ifPresent(identities -> files.put(remote.store(), identities));
        synchronizer = new Synchronizer(
                        local,
                        remote,
                        bases,
                        histories,
                        limits,
                        clock,
                        executor.map(machine -> new RemoteChecksums(machine, session.console()::warning)))
                .rememberingFiles(files);
        undo = new Undo(local, remote, bases, histories, limits, clock);
        localName = storage.toString();
        remoteName = remoteConfiguration.name();
    }

    /// Opens both sides for a run in this direction; a pull makes the folder that it brings things to.
    public static SyncPlace open(Session session, SyncDirection direction, boolean followLinks, TransferLimits limits) {
        return open(session, direction, session.configuration().remote(), followLinks, limits);
    }

    /// The same with the remote of this name, or this URL.
    public static SyncPlace open(
            Session session, SyncDirection direction, String remote, boolean followLinks, TransferLimits limits) {
        var configuration = session.configuration();
        Path working = session.surroundings().workingFolder();
        boolean create = direction == SyncDirection.PULL;
        Path storage = create
                ? configuration.storage().orElseGet(() -> working.resolve(StorageFolder.DEFAULT_NAME))
                : storage(session);
        if (Files.exists(storage) && !Files.isDirectory(storage)) {
            throw CommandFailure.usage(storage + " is a file, not a folder", "name a folder with --storage");
        }
        if (!create && !Files.exists(storage)) {
            throw CommandFailure.notFound("no folder " + storage, "make it, or name another with --storage");
        }
        return new SyncPlace(session, storage, remote, create, followLinks, limits);
    }

    private static Path storage(Session session) {
        Path working = session.surroundings().workingFolder();
        return session.configuration()
                .storage()
                .orElseThrow(() -> CommandFailure.notFound(
                        "no folder called storage in " + working + " or any folder above it",
                        "make one, or name the folder to push with --storage"));
    }

    /// What runs of the local folder did, without opening either side.
    @MustBeClosed
    public static RunHistory history(Session session) {
        return histories(session, storage(session)).open();
    }

    private static RunHistoryStore histories(Session session, Path storage) {
        SyncDefaults configured = session.configuration().sync();
        var retention = new Retention(
                configured.historyRuns().orElse(Retention.DEFAULT.runs()),
                Duration.ofDays(configured.historyDays().orElse((int)
                        Retention.DEFAULT.age().toDays())));
        return new SqliteRunHistoryStore(SqliteSyncBaseStore.beside(storage), retention, session.console()::warning);
    }

    /// The local side.
    public IObjectStorageAdapter local() {
        return local;
    }

    /// The remote side.
    public IObjectStorageAdapter remote() {
        return remote;
    }

    /// Takes runs back.
    public Undo undo() {
        return undo;
    }

    /// What runs did.
    @MustBeClosed
    public RunHistory history() {
        return histories.open();
    }

    /// Runs what is asked for.
    public Synchronizer synchronizer() {
        return synchronizer;
    }

    /// The local folder, for people.
    public String localName() {
        return localName;
    }

    /// The remote, for people.
    public String remoteName() {
        return remoteName;
    }

    /// Which store the remote is, for people.
    public String remoteStore() {
        return remote.store().toString();
    }

    @Override
    public void close() {
        executor.ifPresent(RemoteExecutor::close);
        local.close();
        remote.close();
    }
}
