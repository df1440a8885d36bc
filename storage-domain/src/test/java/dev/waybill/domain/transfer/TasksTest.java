package dev.waybill.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TasksTest {
    private static final Semaphore NEVER = new Semaphore(0);

    /// Waits until interrupted, as a blocked store call does.
    private static void waitForever() {
        try {
            NEVER.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void join_waits_for_all_submitted_work() throws InterruptedException {
        var done = new AtomicInteger();
        try (var tasks = Tasks.failingFast(3)) {
            for (int i = 0; i < 1000; i++) {
                tasks.submit(done::incrementAndGet);
            }
            tasks.join();
            assertThat(done).hasValue(1000);
        }
    }

    @Test
    void work_can_be_submitted_after_a_join() throws InterruptedException {
        var done = new AtomicInteger();
        try (var tasks = Tasks.failingFast(2)) {
            tasks.submit(done::incrementAndGet);
            tasks.join();
            tasks.submit(done::incrementAndGet);
            tasks.join();
        }
        assertThat(done).hasValue(2);
    }

    @Test
    void no_more_than_the_bound_runs_at_once_and_the_bound_is_reached() throws InterruptedException {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var allAtOnce = new CountDownLatch(4);
        try (var tasks = Tasks.failingFast(4)) {
            for (int i = 0; i < 400; i++) {
                tasks.submit(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    allAtOnce.countDown();
                    await(allAtOnce);
                    running.decrementAndGet();
                });
            }
            tasks.join();
        }
        assertThat(most).hasValue(4);
    }

    @Test
    void submission_waits_while_the_bound_is_reached() throws InterruptedException {
        var release = new CountDownLatch(1);
        var thirdSubmitted = new AtomicBoolean();
        var owner = new AtomicReference<Thread>();
        var submitting = Thread.ofVirtual().start(() -> {
            owner.set(Thread.currentThread());
            try (var tasks = Tasks.failingFast(2)) {
                tasks.submit(() -> await(release));
                tasks.submit(() -> await(release));
                tasks.submit(() -> {});
                thirdSubmitted.set(true);
                tasks.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (submitting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(thirdSubmitted).isFalse();
        release.countDown();
        submitting.join();
        assertThat(thirdSubmitted).isTrue();
    }

    @Test
    void the_first_failure_interrupts_the_others_and_is_thrown_by_join() {
        var failure = new IllegalArgumentException("the first");
        var waiting = new CountDownLatch(2);
        var interrupted = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (var tasks = Tasks.failingFast(3)) {
                        for (int i = 0; i < 2; i++) {
                            tasks.submit(() -> {
                                waiting.countDown();
                                try {
                                    waitForever();
                                } catch (IllegalStateException e) {
                                    interrupted.incrementAndGet();
                                    throw e;
                                }
                            });
                        }
                        tasks.submit(() -> {
                            await(waiting);
                            throw failure;
                        });
                        tasks.join();
                    }
                })
                .isSameAs(failure);
        assertThat(interrupted).hasValue(2);
    }

    @Test
    void submission_after_a_failure_throws_it_and_runs_nothing() {
        var failure = new IllegalArgumentException("the first");
        var ran = new AtomicInteger();
        assertThatThrownBy(() -> {
                    try (var tasks = Tasks.failingFast(1)) {
                        tasks.submit(() -> {
                            throw failure;
                        });
                        for (int i = 0; i < 1_000_000; i++) {
                            tasks.submit(ran::incrementAndGet);
                        }
                    }
                })
                .isSameAs(failure);
        assertThat(ran).hasValue(0);
    }

    @Test
    void a_collecting_scope_goes_on_after_failures_and_keeps_them() throws InterruptedException {
        var done = new AtomicInteger();
        List<RuntimeException> failures;
        try (var tasks = Tasks.collecting(2)) {
            for (int i = 0; i < 10; i++) {
                int number = i;
                tasks.submit(() -> {
                    if (number % 3 == 0) {
                        throw new IllegalArgumentException("number " + number);
                    }
                    done.incrementAndGet();
                });
            }
            tasks.join();
            failures = tasks.failures();
        }
        assertThat(done).hasValue(6);
        assertThat(failures)
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder("number 0", "number 3", "number 6", "number 9");
    }

    @Test
    void an_error_stops_a_collecting_scope() {
        assertThatThrownBy(() -> {
                    try (var tasks = Tasks.collecting(2)) {
                        tasks.submit(TasksTest::waitForever);
                        tasks.submit(() -> {
                            throw new OutOfMemoryError("planted");
                        });
                        tasks.join();
                    }
                })
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void nothing_outlives_the_block() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var started = new CountDownLatch(5);
        var over = new CountDownLatch(5);
        try (var tasks = Tasks.failingFast(5)) {
            for (int i = 0; i < 5; i++) {
                tasks.submit(() -> {
                    threads.add(Thread.currentThread());
                    started.countDown();
                    try {
                        waitForever();
                    } finally {
                        over.countDown();
                    }
                });
            }
            await(started);
        }
        assertThat(over.getCount()).as("pieces of work that still run").isZero();
        for (Thread thread : threads) {
            // the work is over; the thread itself may still be on its last instructions
            assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(threads).hasSize(5);
    }

    @Test
    void leaving_the_block_by_an_exception_interrupts_what_runs() {
        var started = new CountDownLatch(1);
        var over = new AtomicBoolean();
        assertThatThrownBy(() -> {
                    try (var tasks = Tasks.failingFast(2)) {
                        tasks.submit(() -> {
                            started.countDown();
                            try {
                                waitForever();
                            } finally {
                                over.set(true);
                            }
                        });
                        await(started);
                        throw new IllegalArgumentException("the block's own");
                    }
                })
                .hasMessage("the block's own");
        assertThat(over).isTrue();
    }

    @Test
    void an_interrupt_of_the_owner_in_join_interrupts_all() throws InterruptedException {
        requireInterruptStops(1, tasks -> tasks.join());
    }

    @Test
    void an_interrupt_of_the_owner_in_submit_interrupts_all() throws InterruptedException {
        requireInterruptStops(1, tasks -> tasks.submit(() -> {}));
    }

    private interface Blocking {
        void on(Tasks tasks) throws InterruptedException;
    }

    private static void requireInterruptStops(int bound, Blocking call) throws InterruptedException {
        var started = new CountDownLatch(bound);
        var stopped = new AtomicInteger();
        var thrown = new AtomicReference<Throwable>();
        var owner = Thread.ofVirtual().start(() -> {
            try (var tasks = Tasks.failingFast(bound)) {
                for (int i = 0; i < bound; i++) {
                    tasks.submit(() -> {
                        started.countDown();
                        try {
                            waitForever();
                        } finally {
                            stopped.incrementAndGet();
                        }
                    });
                }
                call.on(tasks);
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        await(started);
        owner.interrupt();
        assertThat(owner.join(java.time.Duration.ofSeconds(20))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(stopped).hasValue(bound);
    }

    @Test
    void closing_keeps_an_interrupt_of_the_owner_and_still_waits() throws InterruptedException {
        var over = new AtomicBoolean();
        var flag = new AtomicBoolean();
        var owner = Thread.ofVirtual().start(() -> {
            var started = new CountDownLatch(1);
            try (var tasks = Tasks.failingFast(1)) {
                tasks.submit(() -> {
                    started.countDown();
                    try {
                        waitForever();
                    } finally {
                        over.set(true);
                    }
                });
                await(started);
                Thread.currentThread().interrupt();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            flag.set(Thread.currentThread().isInterrupted() && over.get());
        });
        owner.join();
        assertThat(flag).isTrue();
    }

    @Test
    void only_the_owner_may_submit() throws InterruptedException {
        var thrown = new AtomicReference<Throwable>();
        try (var tasks = Tasks.failingFast(2)) {
            tasks.submit(() -> {
                try {
                    tasks.submit(() -> {});
                } catch (InterruptedException | IllegalStateException e) {
                    thrown.set(e);
                }
            });
            tasks.join();
        }
        assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("only the thread");
    }

    @Test
    void work_runs_on_virtual_threads() throws InterruptedException {
        var kinds = new ArrayList<Boolean>();
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> kinds.add(Thread.currentThread().isVirtual()));
            tasks.join();
        }
        assertThat(kinds).containsExactly(true);
    }

    @Test
    void a_bound_below_one_is_refused() {
        assertThatThrownBy(() -> {
                    try (var tasks = Tasks.failingFast(0)) {
                        tasks.join();
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }
}
