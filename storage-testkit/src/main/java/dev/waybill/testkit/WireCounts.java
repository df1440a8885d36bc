package dev.waybill.testkit;

import java.util.concurrent.atomic.AtomicLong;

/// What a [FaultProxy] has seen. Any thread may call.
final class WireCounts {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();

    void accepted() {
        accepted.incrementAndGet();
    }

    void fault() {
        faults.incrementAndGet();
    }

    void passed(WireFault.Direction direction, int bytes) {
        switch (direction) {
            case UP -> up.addAndGet(bytes);
            case DOWN -> down.addAndGet(bytes);
        }
    }

    FaultProxy.Statistics statistics(int open) {
        return new FaultProxy.Statistics(accepted.get(), open, up.get(), down.get(), faults.get());
    }
}
