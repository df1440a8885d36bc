package dev.waybill.domain.layer;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what is asked of stores. Any number of threads; one may serve several stores.
public final class StoreMetrics {
    private final Map<Operation, Row> rows = new EnumMap<>(Operation.class);

    /// All counts are 0.
    public StoreMetrics() {
        for (Operation operation : Operation.values()) {
            rows.put(operation, new Row());
        }
    }

    /// The counts of one operation.
    ///
    /// @param calls requests that ended, failed ones and each attempt of a retried one too
    /// @param bytes content moved, not what the protocol adds
    /// @param errors calls that failed
    /// @param retries calls that repeat a failed one
    public record Counts(long calls, long bytes, long errors, long retries) {
        /// Both together.
        public Counts plus(Counts other) {
            return new Counts(calls + other.calls, bytes + other.bytes, errors + other.errors, retries + other.retries);
        }
    }

    /// The counts of now; those of one call may be half taken in.
    public Map<Operation, Counts> snapshot() {
        var counts = new EnumMap<Operation, Counts>(Operation.class);
        rows.forEach((operation, row) -> counts.put(operation, row.counts()));
        return Collections.unmodifiableMap(counts);
    }

    /// The counts of one operation, as [#snapshot].
    public Counts counts(Operation operation) {
        return row(operation).counts();
    }

    /// All operations together, as [#snapshot].
    public Counts total() {
        return snapshot().values().stream().reduce(new Counts(0, 0, 0, 0), Counts::plus);
    }

    void ended(Operation operation, long bytes, boolean failed) {
        Row row = row(operation);
        row.calls.increment();
        row.bytes.add(bytes);
        if (failed) {
            row.errors.increment();
        }
    }

    void retried(Operation operation) {
        row(operation).retries.increment();
    }

    @SuppressWarnings("NullAway") // the constructor makes a row for every operation
    private Row row(Operation operation) {
        return rows.get(operation);
    }

    private static final class Row {
        private final LongAdder calls = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final LongAdder errors = new LongAdder();
        private final LongAdder retries = new LongAdder();

        Counts counts() {
            return new Counts(calls.sum(), bytes.sum(), errors.sum(), retries.sum());
        }
    }
}
