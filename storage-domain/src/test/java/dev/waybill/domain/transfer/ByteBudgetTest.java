package dev.waybill.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private static Thread acquiring(ByteBudget budget, long bytes, AtomicBoolean granted) {
        return Thread.ofVirtual().start(() -> {
            try {
                budget.acquire(bytes);
                granted.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    @Test
    void bytes_beyond_the_budget_wait_for_others_to_be_released() throws InterruptedException {
        var budget = new ByteBudget(64 << 10);
        budget.acquire(40 << 10);
        var granted = new AtomicBoolean();
        Thread second = acquiring(budget, 30 << 10, granted);
        awaitWaiting(second);
        assertThat(granted).isFalse();
        budget.release(40 << 10);
        second.join();
        assertThat(granted).isTrue();
    }

    @Test
    void a_request_larger_than_the_budget_is_granted_alone() throws InterruptedException {
        var budget = new ByteBudget(64 << 10);
        budget.acquire(1);
        var huge = new AtomicBoolean();
        Thread hugeThread = acquiring(budget, 1L << 40, huge);
        awaitWaiting(hugeThread);
        assertThat(huge).isFalse();
        budget.release(1);
        hugeThread.join();
        assertThat(huge).isTrue();
        var next = new AtomicBoolean();
        Thread nextThread = acquiring(budget, 1, next);
        awaitWaiting(nextThread);
        assertThat(next).isFalse();
        budget.release(1L << 40);
        nextThread.join();
        assertThat(next).isTrue();
    }

    @Test
    void a_large_request_is_not_overtaken_by_small_ones() throws InterruptedException {
        var budget = new ByteBudget(64 << 10);
        budget.acquire(10 << 10);
        var large = new AtomicBoolean();
        var small = new AtomicBoolean();
        Thread largeThread = acquiring(budget, 64 << 10, large);
        awaitWaiting(largeThread);
        Thread smallThread = acquiring(budget, 1 << 10, small);
        awaitWaiting(smallThread);
        assertThat(small).isFalse();
        budget.release(10 << 10);
        largeThread.join();
        assertThat(large).isTrue();
        assertThat(small).isFalse();
        budget.release(64 << 10);
        smallThread.join();
        assertThat(small).isTrue();
    }

    @Test
    void empty_objects_never_wait() throws InterruptedException {
        var budget = new ByteBudget(1 << 10);
        budget.acquire(1 << 10);
        budget.acquire(0);
        budget.release(0);
        budget.release(1 << 10);
        budget.acquire(1 << 10);
    }

    @Test
    void an_interrupted_wait_takes_nothing() throws InterruptedException {
        var budget = new ByteBudget(8 << 10);
        budget.acquire(8 << 10);
        var granted = new AtomicBoolean();
        Thread waiting = acquiring(budget, 4 << 10, granted);
        awaitWaiting(waiting);
        waiting.interrupt();
        waiting.join();
        assertThat(granted).isFalse();
        budget.release(8 << 10);
        budget.acquire(8 << 10);
    }

    @Test
    void many_threads_never_hold_more_than_the_budget() throws InterruptedException {
        long bytes = 256 << 10;
        var budget = new ByteBudget(bytes);
        var held = new AtomicLong();
        var most = new AtomicLong();
        var refused = new AtomicInteger();
        var start = new CountDownLatch(1);
        try (var tasks = Tasks.failingFast(20)) {
            for (int i = 0; i < 20; i++) {
                var random = new Random(i);
                tasks.submit(() -> {
                    try {
                        start.await();
                        for (int n = 0; n < 200; n++) {
                            long wanted = random.nextLong(bytes + 1);
                            budget.acquire(wanted);
                            most.accumulateAndGet(held.addAndGet(wanted), Math::max);
                            LockSupport.parkNanos(1);
                            held.addAndGet(-wanted);
                            budget.release(wanted);
                        }
                    } catch (InterruptedException e) {
                        refused.incrementAndGet();
                    }
                });
            }
            start.countDown();
            tasks.join();
        }
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(bytes);
        assertThat(refused).hasValue(0);
    }

    @Test
    void a_budget_out_of_bounds_is_refused_naming_it() {
        assertThatThrownBy(() -> new ByteBudget(1023))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1023");
        assertThatThrownBy(() -> new ByteBudget((1L << 40) + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
