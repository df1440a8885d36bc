package dev.waybill.domain.sync.plan;

import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.PlanStep;
import dev.waybill.domain.sync.SyncRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The steps among the lines of a plan, each checked as it is reached. One thread.
final class StepIterator implements Iterator<PlanStep>, AutoCloseable {
    private final String name;
    private final BoundedLines lines;
    private final PlanHeader header;
    private final boolean whole;
    private long steps;
    private boolean ended;
    private boolean over;
    private @Nullable PlanStep next;

    /// @param whole whether the lines must be all of the plan's: its head, its steps, its end
    StepIterator(String name, BoundedLines lines, PlanHeader header, boolean whole) {
        this.name = name;
        this.lines = lines;
        this.header = header;
        this.whole = whole;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !over) {
            advance();
        }
        return next != null;
    }

    @Override
    public PlanStep next() {
        PlanStep step = hasNext() ? next : null;
        if (step == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return step;
    }

    private void advance() {
        try {
            byte[] line = lines.next();
            if (line == null) {
                over = true;
                requireEnd();
            } else {
                take(line);
            }
        } catch (BoundedLines.BadLine | IllegalArgumentException e) {
            throw new SyncRefused.BadPlan(name, lines.number(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(byte[] bytes) {
        if (whole && ended) {
            throw new IllegalArgumentException("nothing may follow the line of type end");
        }
        PlanLines.Line line = PlanLines.read(bytes);
        if (!line.plan().equals(header.id())) {
            throw new IllegalArgumentException("the line is of the plan " + line.plan() + ", not of " + header.id());
        }
        switch (line.type()) {
            case PlanLines.PLAN -> requireHead(bytes);
            case PlanLines.STEP -> {
                steps++;
                next = StepLine.read(line, header.direction(), lines.number());
            }
            case PlanLines.NOTE -> {
                // For people: nothing is to be done about it.
            }
            case PlanLines.END -> end(line);
            default -> throw new IllegalArgumentException("unknown type \"" + line.type() + '"');
        }
    }

    private void requireHead(byte[] bytes) {
        if (whole && lines.number() > 1) {
            throw new IllegalArgumentException("a plan has one line of type plan, its first");
        }
        if (!HeaderLine.read(bytes).equals(header)) {
            throw new IllegalArgumentException("the head is not that of the plan it is to be a part of");
        }
    }

    private void end(PlanLines.Line line) {
        long said = EndLine.steps(line);
        if (said != header.counts().steps()) {
            throw new IllegalArgumentException("the end speaks of " + said + " steps, and the head of "
                    + header.counts().steps());
        }
        if (whole && steps != said) {
            throw new IllegalArgumentException("the plan has " + steps + " of its " + said
                    + " steps; to apply a part of a plan, name the whole one as well");
        }
        ended = true;
    }

    private void requireEnd() {
        if (whole && !ended) {
            throw new IllegalArgumentException("the plan is cut off: its last line must be of type end;"
                    + " to apply a part of a plan, name the whole one as well");
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
