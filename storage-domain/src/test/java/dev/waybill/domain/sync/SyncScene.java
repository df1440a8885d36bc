package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.fs.FsAdapter;
import dev.waybill.adapter.fs.FsConfig;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.trash.TrashKeys;
import dev.waybill.domain.sync.undo.Undo;
import dev.waybill.domain.sync.undo.UndoEvent;
import dev.waybill.domain.sync.undo.UndoReport;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Two stores that are to be synced, what is noted of them, and what the runs tell.
final class SyncScene implements AutoCloseable {
    static final String HOST = "lab-1";
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    final ManualClock clock = new ManualClock(NOON);
    final InMemorySyncBases bases = new InMemorySyncBases();
    final InMemoryRunHistory history = new InMemoryRunHistory();
    final List<SyncEvent> events = new CopyOnWriteArrayList<>();
    final List<UndoEvent> undoEvents = new CopyOnWriteArrayList<>();
    final FaultyAdapter local;
    final FaultyAdapter remote;
    private Consumer<SyncEvent> alsoOn = event -> {};

    /// Between the folder `folder` and a store in memory.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The scene closes its stores.
    SyncScene(Path folder) {
        local = new FaultyAdapter(folder(folder, clock));
        remote = new FaultyAdapter(new InMemoryAdapter(clock));
    }

    /// The store that `folder` is; it need not be on the disk when a test ends.
    static FsAdapter folder(Path folder, Clock clock) {
        return new FsAdapter(FsConfig.of(folder).withFsync(false), clock);
    }

    /// Between these.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The scene closes its stores.
    SyncScene(IObjectStorageAdapter local, IObjectStorageAdapter remote) {
        this.local = new FaultyAdapter(local);
        this.remote = new FaultyAdapter(remote);
    }

    SyncPair pair() {
        return new SyncPair(local.store(), remote.store());
    }

    Map<ObjectKey, SyncedObject> base() {
        return bases.of(pair());
    }

    /// Lets `action` happen whenever a run tells something.
    void on(Consumer<SyncEvent> action) {
        alsoOn = action;
    }

    Synchronizer synchronizer() {
        return synchronizer(local, remote);
    }

    Synchronizer synchronizer(IObjectStorageAdapter here, IObjectStorageAdapter there) {
        return new Synchronizer(here, there, bases, history, limits(), clock, Optional.empty());
    }

    private static TransferLimits limits() {
        return TransferLimits.DEFAULT.withRequestSlots(8).withParts(2048, 4096).withBufferedBytes(256);
    }

    /// Undoes the run of this name; its events are in `undoEvents`.
    UndoReport undo(String run) {
        return undo(run, false);
    }

    UndoReport undo(String run, boolean dryRun) {
        undoEvents.clear();
        return new Undo(local, remote, bases, history, limits(), clock).run(new RunName(run), dryRun, undoEvents::add);
    }

    SyncReport push() {
        return push(SyncOptions.DEFAULT);
    }

    SyncReport push(SyncOptions options) {
        return run(SyncDirection.PUSH, options);
    }

    SyncReport pull() {
        return pull(SyncOptions.DEFAULT);
    }

    SyncReport pull(SyncOptions options) {
        return run(SyncDirection.PULL, options);
    }

    private SyncReport run(SyncDirection direction, SyncOptions options) {
        events.clear();
        return synchronizer().run(direction, options, event -> {
            events.add(event);
            alsoOn.accept(event);
        });
    }

    /// Both directions, deleting, without a bound on deletes.
    TwoWayReport sync() {
        return sync(SyncOptions.DEFAULT.withDelete(true));
    }

    TwoWayReport sync(SyncOptions options) {
        events.clear();
        SyncListener listener = event -> {
            events.add(event);
            alsoOn.accept(event);
        };
        return synchronizer().sync(options, HOST, listener, listener);
    }

    /// The actions that the last run told of.
    List<SyncAction> planned() {
        return events.stream()
                .filter(SyncEvent.Planned.class::isInstance)
                .map(event -> ((SyncEvent.Planned) event).action())
                .toList();
    }

    /// Puts `text`, as of now, and moves the clock on.
    void put(IObjectStorageAdapter store, String key, String text) {
        put(store, key, text, clock.instant());
        clock.advance(Duration.ofSeconds(10));
    }

    void put(IObjectStorageAdapter store, String key, String text, Instant modified) {
        store.put(
                ObjectKey.of(key),
                ObjectSource.of(text.getBytes(StandardCharsets.UTF_8)),
                PutOptions.DEFAULT.withContentModified(modified));
    }

    static void delete(IObjectStorageAdapter store, String key) {
        store.delete(ObjectKey.of(key), DeleteOptions.ANY);
    }

    /// What `store` holds, as text by key, but for its trash.
    static Map<String, String> contents(IObjectStorageAdapter store) {
        return contents(store, StandardCharsets.UTF_8);
    }

    /// The same, the bytes read so.
    static Map<String, String> contents(IObjectStorageAdapter store, Charset charset) {
        var contents = new TreeMap<String, String>();
        try (var listing = store.list(ListOptions.of(KeyPrefix.ALL))) {
            for (ObjectMetadata object :
                    listing.filter(each -> !TrashKeys.ALL.covers(each.key())).toList()) {
                try (var content = store.get(object.key(), GetOptions.WHOLE)) {
                    contents.put(
                            object.key().value(), new String(content.stream().readAllBytes(), charset));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    @Override
    public void close() {
        local.close();
        remote.close();
    }
}
