package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.Plan;
import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.PlanOrigin;
import dev.waybill.domain.sync.PlanStep;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncEvent;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Synchronizer;
import dev.waybill.domain.sync.plan.PlanFile;
import dev.waybill.domain.sync.plan.PlanText;
import dev.waybill.domain.sync.plan.PlanWriter;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A process of its own that plans to push many objects, and to delete most of them, each time to a file, and applies
/// that; it tells how much of its heap was live at most.
final class BoundedPlan {
    /// At each reading of a plan, of which there are many.
    private static final int LOOKS = 3;

    private final Path folder;
    private final long count;
    private final LiveHeap heap;

    private BoundedPlan(Path folder, long count) {
        this.folder = folder;
        this.count = count;
        this.heap = new LiveHeap(count, LOOKS);
    }

    public static void main(String[] args) throws IOException {
        Path state = Path.of(args[0]);
        new BoundedPlan(Files.createDirectories(state.getParent()), Long.parseLong(args[1])).run(state);
    }

    /// A plan whose reading is looked at.
    private record Watched(Plan plan, LiveHeap heap) implements Plan {
        @Override
        public String name() {
            return plan.name();
        }

        @Override
        public PlanHeader header() {
            return plan.header();
        }

        @Override
        public Optional<Plan> whole() {
            return plan.whole();
        }

        @Override
        @MustBeClosed
        public Stream<PlanStep> steps() {
            return plan.steps().peek(step -> heap.look(step.line()));
        }
    }

    private record Text(Path file) implements PlanText {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    private void run(Path state) {
        try (var source = new EndlessStore(new StoreId("endless", "source"), count, heap::look);
                var target = new EndlessStore(new StoreId("endless", "target"), 0, heap::look)) {
            Synchronizer sync = BoundedRun.synchronizer(source, target, state);
            SyncReport planned = plan(sync, SyncOptions.DEFAULT, "push.ndjson");
            SyncReport pushed = apply(sync, "push.ndjson");
            SyncReport again = apply(sync, "push.ndjson");
            source.keepFirst(count / 10);
            SyncReport unused = plan(sync, SyncOptions.DEFAULT.withDelete(true), "delete.ndjson");
            SyncReport deleted = apply(sync, "delete.ndjson");
            System.out.println(planned.planned(Reason.NEW).objects() + " planned, "
                    + pushed.done(Reason.NEW).objects() + " pushed, "
                    + again.done(Reason.UNCHANGED).objects() + " found done, "
                    + deleted.done(Reason.DELETED).objects() + " deleted, " + target.count() + " left");
            System.out.println(heap.most());
        }
    }

    private SyncReport plan(Synchronizer sync, SyncOptions options, String name) {
        try (var out = Files.newOutputStream(folder.resolve(name));
                var writer = new PlanWriter(out, SyncDirection.PUSH)) {
            return sync.plan(SyncDirection.PUSH, options, new PlanOrigin("endless", false), writer, SyncListener.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SyncReport apply(Synchronizer sync, String name) {
        var done = new AtomicLong();
        return sync.apply(new Watched(PlanFile.of(new Text(folder.resolve(name))), heap), true, event -> {
            if (event instanceof SyncEvent.Done) {
                heap.look(done.getAndIncrement());
            }
        });
    }
}
