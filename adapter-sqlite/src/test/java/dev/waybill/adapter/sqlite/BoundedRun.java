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

/// A process of its own that pushes many objects, finds nothing to do, and deletes most of them; it tells how much of
/// its
/// heap was live at most.
final class BoundedRun {
    private final long count;
    private final LiveHeap heap;

    private BoundedRun(long count) {
        this.count = count;
        this.heap = new LiveHeap(count);
    }

    public static void main(String[] args) {
        new BoundedRun(Long.parseLong(args[1])).run(Path.of(args[0]));
    }

    private void run(Path state) {
        try (var source = new EndlessStore(new StoreId("endless", "source"), count, heap::look);
                var target = new EndlessStore(new StoreId("endless", "target"), 0, number -> {})) {
            Synchronizer sync = synchronizer(source, target, state);
            SyncReport pushed = sync.run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE);
            SyncReport again = sync.run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE);
            source.keepFirst(count / 10);
            var deleting = SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));
            SyncReport deleted = sync.run(SyncDirection.PUSH, deleting, SyncListener.NONE);
            System.out.println(pushed.done(Reason.NEW).objects() + " pushed, "
                    + again.planned(Reason.UNCHANGED).objects() + " unchanged, "
                    + deleted.done(Reason.DELETED).objects() + " deleted, " + target.count() + " left");
            System.out.println(heap.most());
        }
    }

    /// Between `local` and `remote`, with its state at `state`.
    static Synchronizer synchronizer(EndlessStore local, EndlessStore remote, Path state) {
        return new Synchronizer(
                local,
                remote,
                new SqliteSyncBaseStore(state, warning -> {}),
                new SqliteRunHistoryStore(state, Retention.DEFAULT, warning -> {}),
                TransferLimits.DEFAULT.withRequestSlots(16),
                Clock.systemUTC(),
                Optional.empty());
    }
}
