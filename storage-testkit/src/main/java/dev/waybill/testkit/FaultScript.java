package dev.waybill.testkit;

import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/// Which calls go wrong, and how many calls there were. Any thread may call.
final class FaultScript {
    private record Line(Operation operation, LongPredicate numbers, Predicate<Optional<ObjectKey>> keys, Fault fault) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<Operation, Long> calls = new EnumMap<>(Operation.class);

    synchronized void add(
            Operation operation, LongPredicate numbers, Predicate<Optional<ObjectKey>> keys, Fault fault) {
        if (!fault.operations().contains(operation)) {
            throw new IllegalArgumentException(fault + " cannot happen to " + operation);
        }
        lines.add(new Line(operation, numbers, keys, fault));
    }

    /// Counts a call, and gives the first fault that is scripted for it.
    synchronized Optional<Fault> next(Operation operation, Optional<ObjectKey> key) {
        long number = calls.merge(operation, 1L, Long::sum);
        return lines.stream()
                .filter(line -> line.operation() == operation)
                .filter(line -> line.numbers().test(number) && line.keys().test(key))
                .map(Line::fault)
                .findFirst();
    }

    synchronized long calls(Operation operation) {
        return calls.getOrDefault(operation, 0L);
    }

    synchronized Map<Operation, Long> calls() {
        return Map.copyOf(calls);
    }

    synchronized void clear() {
        lines.clear();
    }
}
