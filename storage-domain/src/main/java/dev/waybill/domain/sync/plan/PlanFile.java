package dev.waybill.domain.sync.plan;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.Plan;
import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.PlanStep;
import dev.waybill.domain.sync.SyncRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A plan as its lines tell it, or a part of one. Any number of threads may read it.
public final class PlanFile implements Plan {
    private final PlanText text;
    private final PlanHeader header;
    private final Optional<Plan> whole;

    private PlanFile(PlanText text, PlanHeader header, Optional<Plan> whole) {
        this.text = text;
        this.header = header;
        this.whole = whole;
    }

    /// The plan that `text` is: its first line is read now, the others when they are asked for.
    ///
    /// @throws SyncRefused.BadPlan if the first line is not the head of a plan
    /// @throws UncheckedIOException if it cannot be read
    public static PlanFile of(PlanText text) {
        return new PlanFile(text, header(text), Optional.empty());
    }

    /// Some lines of a plan, in any order, with its head and end or without.
    ///
    /// @param text the lines
    /// @param whole all lines of the plan
    /// @throws SyncRefused.BadPlan if the first line of `whole` is not the head of a plan
    /// @throws UncheckedIOException if it cannot be read
    public static PlanFile partOf(PlanText whole, PlanText text) {
        PlanFile plan = of(whole);
        return new PlanFile(text, plan.header(), Optional.of(plan));
    }

    private static PlanHeader header(PlanText text) {
        try (InputStream in = text.open();
                var lines = new BoundedLines(in)) {
            byte[] first = lines.next();
            if (first == null) {
                throw new SyncRefused.BadPlan(text.name(), "it is empty; a plan begins with a line of type plan");
            }
            return HeaderLine.read(first);
        } catch (BoundedLines.BadLine | IllegalArgumentException e) {
            throw new SyncRefused.BadPlan(text.name(), 1, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return text.name();
    }

    @Override
    public PlanHeader header() {
        return header;
    }

    @Override
    public Optional<Plan> whole() {
        return whole;
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The stream closes the lines.
    public Stream<PlanStep> steps() {
        try {
            var steps = new StepIterator(text.name(), new BoundedLines(text.open()), header, whole.isEmpty());
            int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(steps, characteristics), false)
                    .onClose(steps::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
