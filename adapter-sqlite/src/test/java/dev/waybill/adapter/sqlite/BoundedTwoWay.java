package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.DeleteGuard;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncEvent;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.sync.TwoWayReport;
import dev.waybill.port.StoreId;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// A process of its own that syncs many objects in both directions, finds nothing to do, and deletes here most of what
/// was deleted there; it tells how much of its heap was live at most.
final class BoundedTwoWay {
    private static final SyncOptions OPTIONS =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    private BoundedTwoWay() {}

    public static void main(String[] args) {
        Path state = Path.of(args[0]);
        long count = Long.parseLong(args[1]);
        var heap = new LiveHeap(count);
        try (var local = new EndlessStore(new StoreId("endless", "local"), count, heap::look);
                var remote = new EndlessStore(new StoreId("endless", "remote"), 0, heap::look)) {
            Synchronizer sync = BoundedRun.synchronizer(local, remote, state);
            TwoWayReport first = sync(sync, heap);
            TwoWayReport again = sync(sync, heap);
            remote.keepFirst(count / 10);
            TwoWayReport deleted = sync(sync, heap);
            System.out.println(first.push().done(Reason.NEW).objects() + " pushed, "
                    + again.push().planned(Reason.UNCHANGED).objects() + " unchanged, "
                    + deleted.pull().done(Reason.DELETED).objects() + " deleted, " + local.count() + " left");
            System.out.println(heap.most());
        }
    }

    private static TwoWayReport sync(Synchronizer sync, LiveHeap heap) {
        var done = new AtomicLong();
        SyncListener listener = event -> {
            if (event instanceof SyncEvent.Done) {
                heap.look(done.getAndIncrement());
            }
        };
        return sync.sync(OPTIONS, "lab-1", listener, listener);
    }
}
