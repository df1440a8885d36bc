package dev.waybill.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RequestSlotsTest {
    @Test
    void many_threads_never_hold_more_than_the_slots() throws InterruptedException {
        var slots = new RequestSlots(3);
        var held = new AtomicInteger();
        var most = new AtomicInteger();
        try (var tasks = Tasks.failingFast(16)) {
            for (int i = 0; i < 400; i++) {
                tasks.submit(() -> {
                    try {
                        slots.acquire();
                        most.accumulateAndGet(held.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(1);
                        held.decrementAndGet();
                        slots.release(0);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            tasks.join();
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void fewer_than_one_slot_is_refused() {
        assertThatThrownBy(() -> new RequestSlots(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }
}
