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
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.domain.remote.RemoteChecksums;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunHistoryStore;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.sync.undo.Undo;
import dev.waybill.domain.transfer.RequestSlots;
import dev.waybill.domain.transfer.SlotTuning;
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

    /// Between which bounds the number of transfers at once is chosen.
    private static final int LEAST_SLOTS = 4;

    private static final int MOST_SLOTS = 64;

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final Optional<RemoteExecutor> executor;
    private final RequestSlots slots;
    private final Synchronizer synchronizer;
    private final RunHistoryStore histories;
    private final Undo undo;
    private final String localName;
    private final String remoteName;

    @SuppressWarnings("MustBeClosedChecker") // closed by close, or here where the second cannot be opened
    private SyncPlace(
            Session session, Path storage, String remoteNamed, boolean create, boolean followLinks, Speed speed) {
        WaybillConfiguration configuration = session.configuration();
        TransferLimits limits = speed.chosen() ? speed.transfers().withRequestSlots(most(speed)) : speed.transfers();
        var stack = StackOptions.DEFAULT
                .withRequestSlots(limits.requestSlots() + SPARE_SLOTS)
                .withRetries(session.surroundings().retries());
        ObjectStorageFactory factory = factory(session, stack);
        ObjectStorageFactory remotes = factory(session, stack.withLimits(speed.remote()));
        var settings = new HashMap<>(create ? FolderSettings.creating(storage) : FolderSettings.existing(storage));
        settings.put("links", followLinks ? "follow" : "skip");
        var folders =
                new RemoteReader(factory.providers(), session.surroundings().environment());
        var remoteConfiguration = factory.remote(configuration, remoteNamed);
        var metrics = new StoreMetrics();
        remote = remotes.openStore(remoteConfiguration, metrics);
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
        slots = speed.chosen()
                ? new RequestSlots(tuning(speed, metrics), System::nanoTime)
                : new RequestSlots(limits.requestSlots());
        synchronizer = new Synchronizer(
                        local,
                        remote,
                        bases,
                        histories,
                        limits,
                        clock,
                        executor.map(machine -> new RemoteChecksums(machine, session.console()::warning)))
                .rememberingFiles(files)
                .movingIn(slots);
        undo = new Undo(local, remote, bases, histories, limits, clock);
        localName = storage.toString();
        remoteName = remoteConfiguration.name();
    }

    private static ObjectStorageFactory factory(Session session, StackOptions stack) {
        return new ObjectStorageFactory(
                session.surroundings().clock(),
                stack,
                session.factory().providers(),
                session.surroundings().environment());
    }

    private static int most(Speed speed) {
        return Math.max(MOST_SLOTS, speed.transfers().requestSlots());
    }

    private static SlotTuning tuning(Speed speed, StoreMetrics metrics) {
        int start = speed.transfers().requestSlots();
        return new SlotTuning(
                start,
                Math.min(LEAST_SLOTS, start),
                most(speed),
                () -> metrics.total().retries());
    }

    /// How many transfers at once were chosen in the end; empty if that was not left to be chosen.
    public Optional<Integer> chosenTransfers() {
        return slots.chosen();
    }

    /// Opens both sides for a run in this direction; a pull makes the folder that it brings things to.
    public static SyncPlace open(Session session, SyncDirection direction, boolean followLinks, Speed speed) {
        return open(session, direction, session.configuration().remote(), followLinks, speed);
    }

    /// The same with the remote of this name, or this URL.
    public static SyncPlace open(
            Session session, SyncDirection direction, String remote, boolean followLinks, Speed speed) {
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
        return new SyncPlace(session, storage, remote, create, followLinks, speed);
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
