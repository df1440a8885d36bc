package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.DeleteGuard;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.StoreId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// A process of its own that pushes many objects, finds nothing to do, and deletes most of them; it tells how much of
/// its
/// heap was live at most.
final class BoundedRun {
    private static final int LOOKS = 12;

    private final long count;
    private final AtomicLong mostLive = new AtomicLong();

    private BoundedRun(long count) {
        this.count = count;
    }

    public static void main(String[] args) {
        new BoundedRun(Long.parseLong(args[1])).run(Path.of(args[0]));
    }

    private void look(long number) {
        if (number % (count / LOOKS) == count / LOOKS / 2) {
            System.gc();
            Runtime heap = Runtime.getRuntime();
            mostLive.accumulateAndGet(heap.totalMemory() - heap.freeMemory(), Math::max);
        }
    }

    private void run(Path state) {
        try (var source = new EndlessStore(new StoreId("endless", "source"), count, this::look);
                var target = new EndlessStore(new StoreId("endless", "target"), 0, number -> {})) {
            var bases = new SqliteSyncBaseStore(state, warning -> {});
            var history = new SqliteRunHistoryStore(state, Retention.DEFAULT, warning -> {});
            var sync = new Synchronizer(
                    source,
                    target,
                    bases,
                    history,
                    TransferLimits.DEFAULT.withRequestSlots(16),
                    Clock.systemUTC(),
                    Optional.empty());
            SyncReport pushed = sync.run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE);
            SyncReport again = sync.run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE);
            source.keepFirst(count / 10);
            var deleting = SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));
            SyncReport deleted = sync.run(SyncDirection.PUSH, deleting, SyncListener.NONE);
            System.out.println(pushed.done(Reason.NEW).objects() + " pushed, "
                    + again.planned(Reason.UNCHANGED).objects() + " unchanged, "
                    + deleted.done(Reason.DELETED).objects() + " deleted, " + target.count() + " left");
            System.out.println(mostLive.get());
        }
    }
}
