package dev.waybill.domain.sync.plan;

import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.PlanSink;
import dev.waybill.domain.sync.PlanStep;
import dev.waybill.domain.sync.PlanTotals;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncFailure;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes a plan: its head, then the transfers and what is only noted, then the deletes, then what has to wait for
/// them, then the end. Any number of threads may call it, but for the begin and the end.
///
/// The head tells what only the end of planning knows, so the steps wait in temporary files: memory does not
/// grow with their number, and a plan that could not be made leaves nothing behind.
public final class PlanWriter implements PlanSink, AutoCloseable {
    private final OutputStream out;
    private final SyncDirection direction;
    private final LineSpool first;
    private final LineSpool deletes;
    private final LineSpool late;
    private final LineSpool notes;
    private @Nullable String id;

    /// @param out where the plan goes once it is made; not closed
    public PlanWriter(OutputStream out, SyncDirection direction) {
        this.out = out;
        this.direction = direction;
        var folder = new File(System.getProperty("java.io.tmpdir"));
        first = new LineSpool(folder);
        deletes = new LineSpool(folder);
        late = new LineSpool(folder);
        notes = new LineSpool(folder);
    }

    @Override
    public void begin(String plan) {
        id = plan;
    }

    @Override
    public void step(PlanStep step) {
        LineSpool spool = step.late() ? late : step.action() instanceof SyncAction.Delete ? deletes : first;
        spool.add(line(plan -> StepLine.write(plan, direction, step)));
    }

    @Override
    public void left(SyncAction action) {
        notes.add(line(plan -> NoteLine.write(plan, action)));
    }

    @Override
    public void failed(SyncFailure failure) {
        notes.add(line(plan -> NoteLine.write(plan, failure)));
    }

    private byte[] line(Function<String, byte[]> writing) {
        String plan = id;
        if (plan == null) {
            throw new IllegalStateException("the plan was not begun");
        }
        return writing.apply(plan);
    }

    @Override
    public void restart() {
        first.clear();
        deletes.clear();
        late.clear();
        notes.clear();
    }

    @Override
    public void finish(PlanHeader header, PlanTotals totals) {
        try {
            write(HeaderLine.write(header));
            first.copyTo(out);
            deletes.copyTo(out);
            late.copyTo(out);
            notes.copyTo(out);
            write(EndLine.write(header, totals));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the plan cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    /// Removes the temporary files.
    @Override
    public void close() {
        restart();
    }
}
