package dev.waybill.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is to go wrong in one direction of a connection. Any thread may plan; one thread asks for its steps.
final class WirePlan {
    private static final int PIECES_PER_SECOND = 20;

    /// So far may bytes be ahead of their pace or behind it. To wait for less takes the system many times longer than
    /// asked for, so that small pieces would pass far too slowly.
    private static final long PACE_GRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /// What to do when the bytes of a step have passed.
    enum Then {
        GO_ON,
        PACE,
        WAIT,
        CUT,
        DROP,
        ANSWER,
        RESET
    }

    /// How many bytes may pass, what comes then, and whether that is a fault that takes place now.
    record Step(int bytes, Then then, boolean fault) {}

    /// A fault that ends or stops the bytes at a position.
    private record Stop(long position, Then then, WireFault fault) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Stop> stops = new ArrayList<>();
    private final List<WireFault.Corrupt> corruptions = new ArrayList<>();
    private final List<WireFault> stalled = new ArrayList<>();
    private Duration latency = Duration.ZERO;
    private WireFault.Answer answer = WireFault.Answer.of(500, Map.of());
    private long bytesPerSecond = Long.MAX_VALUE;
    private long passed;
    private long paceDue = System.nanoTime();
    private long version;
    private long seen;
    private boolean dropping;
    private boolean ended;

    void add(WireFault fault) {
        change(() -> {
            switch (fault) {
                case WireFault.Refuse refuse -> stops.add(new Stop(passed, Then.RESET, fault));
                case WireFault.Reset reset -> stops.add(new Stop(passed + reset.bytes(), Then.RESET, fault));
                case WireFault.Cut cut -> stops.add(new Stop(passed + cut.bytes(), Then.CUT, fault));
                case WireFault.Answer given -> {
                    answer = given;
                    stops.add(new Stop(passed, Then.ANSWER, fault));
                }
                case WireFault.Stall stall -> stops.add(new Stop(passed + stall.bytes(), Then.WAIT, fault));
                case WireFault.Corrupt corrupt ->
                    corruptions.add(new WireFault.Corrupt(corrupt.direction(), passed + corrupt.offset()));
                case WireFault.Slow slow -> {
                    bytesPerSecond = slow.bytesPerSecond();
                    paceDue = System.nanoTime();
                }
                case WireFault.Latency added -> latency = added.delay();
            }
        });
    }

    void heal() {
        change(() -> {
            stops.clear();
            corruptions.clear();
            stalled.clear();
            latency = Duration.ZERO;
            bytesPerSecond = Long.MAX_VALUE;
        });
    }

    /// The connection is over: nobody waits any longer.
    void end() {
        change(() -> ended = true);
    }

    /// The other side is told of the end: what still comes goes nowhere.
    void drop() {
        change(() -> dropping = true);
    }

    /// What to do with the next `count` bytes of `buffer` from `offset`, some of which this may change.
    Step next(byte[] buffer, int offset, int count) {
        lock.lock();
        try {
            seen = version;
            if (ended) {
                return new Step(0, Then.RESET, false);
            }
            if (dropping) {
                return new Step(0, Then.DROP, false);
            }
            var stop = nearestStop();
            long untilStop = stop == null ? Long.MAX_VALUE : stop.position() - passed;
            boolean slow = bytesPerSecond < Long.MAX_VALUE;
            long piece = slow ? Math.max(1, bytesPerSecond / PIECES_PER_SECOND) : count;
            int bytes = (int) Math.min(Math.min(count, piece), untilStop);
            boolean fault = corrupt(buffer, offset, bytes);
            passed += bytes;
            if (stop != null && bytes == untilStop) {
                boolean first = isNew(stop);
                return new Step(bytes, stop.then(), fault || first);
            }
            return new Step(bytes, slow ? Then.PACE : Then.GO_ON, fault);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Stop nearestStop() {
        return stops.stream().min(Comparator.comparingLong(Stop::position)).orElse(null);
    }

    /// A stall is one fault, however often the bytes come up against it.
    private boolean isNew(Stop stop) {
        if (stalled.contains(stop.fault())) {
            return false;
        }
        stalled.add(stop.fault());
        return true;
    }

    private boolean corrupt(byte[] buffer, int offset, int bytes) {
        boolean fault = false;
        for (var corruption : corruptions) {
            long at = corruption.offset() - passed;
            if (at >= 0 && at < bytes) {
                buffer[offset + (int) at] ^= 1;
                fault = true;
            }
        }
        return fault;
    }

    /// What to answer at [Then#ANSWER].
    WireFault.Answer answer() {
        lock.lock();
        try {
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /// How long a piece that is sent now is under way.
    long latencyNanos() {
        lock.lock();
        try {
            return latency.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a time of [System#nanoTime], or until there is no latency any more, or the connection is over.
    void awaitUntil(long due) throws InterruptedException {
        lock.lock();
        try {
            for (long left = due - System.nanoTime();
                    left > 0 && !ended && !latency.isZero();
                    left = due - System.nanoTime()) {
                long unused = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until so many bytes more may have passed at the pace, or until the plan changes.
    void awaitPace(int bytes) throws InterruptedException {
        lock.lock();
        try {
            long now = System.nanoTime();
            long begin = Math.max(paceDue - now, -PACE_GRAIN_NANOS);
            long left = begin + TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
            paceDue = now + left;
            if (left > PACE_GRAIN_NANOS) {
                awaitChangeFor(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the plan is another than at the last step.
    void awaitChange() throws InterruptedException {
        lock.lock();
        try {
            while (version == seen) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitChangeFor(long nanos) throws InterruptedException {
        long left = nanos;
        while (version == seen && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    private void change(Runnable action) {
        lock.lock();
        try {
            action.run();
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
