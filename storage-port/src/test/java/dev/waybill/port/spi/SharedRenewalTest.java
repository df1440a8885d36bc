package dev.waybill.port.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// The values are the numbers of the requests that they came of; each request waits until the test answers it.
final class SharedRenewalTest {
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    private SharedRenewal<Integer> renewal(IntSupplier result) {
        return new SharedRenewal<>(Optional.of(0), () -> {
            int number = requests.incrementAndGet();
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("request " + number + " is interrupted", e);
            }
            return result.getAsInt();
        });
    }

    private SharedRenewal<Integer> renewal() {
        return renewal(requests::get);
    }

    /// A call in a thread of its own, which can be seen to wait.
    private record Caller(Thread thread, FutureTask<Integer> result) {
        static Caller of(Callable<Integer> call) {
            var result = new FutureTask<>(call);
            return new Caller(Thread.ofVirtual().start(result), result);
        }

        Caller awaitWaiting() {
            while (thread.getState() != Thread.State.WAITING) {
                assertThat(thread.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            return this;
        }
    }

    /// Callers that wait for one request, the asking one first.
    private List<Caller> waiting(SharedRenewal<Integer> renewal, int count) throws InterruptedException {
        var callers = new ArrayList<Caller>();
        callers.add(Caller.of(() -> renewal.after(Optional.of(0))));
        asked.await();
        for (int i = 1; i < count; i++) {
            callers.add(Caller.of(() -> renewal.after(Optional.of(0))).awaitWaiting());
        }
        return callers;
    }

    private static void assertFails(Caller caller, Class<? extends Throwable> cause) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> caller.result().get())
                .withCauseInstanceOf(cause);
    }

    @Test
    void many_threads_share_one_request() throws Exception {
        var renewal = renewal();
        var callers = waiting(renewal, 200);
        answer.countDown();

        for (var caller : callers) {
            assertThat(caller.result().get()).isEqualTo(1);
        }
        assertThat(requests).hasValue(1);
        assertThat(renewal.latest()).contains(1);
    }

    @Test
    void who_comes_with_an_older_value_is_given_the_latest() throws Exception {
        answer.countDown();
        var renewal = renewal();
        assertThat(renewal.after(Optional.of(0))).isEqualTo(1);
        assertThat(renewal.after(Optional.of(1))).isEqualTo(2);

        assertThat(renewal.after(Optional.of(0))).isEqualTo(2);
        assertThat(renewal.ahead(1)).isEqualTo(2);
        assertThat(requests).hasValue(2);
    }

    @Test
    void who_has_had_none_asks_for_the_first() throws Exception {
        var renewal = new SharedRenewal<Integer>(Optional.empty(), requests::incrementAndGet);
        assertThat(renewal.latest()).isEmpty();

        assertThat(renewal.after(Optional.empty())).isEqualTo(1);
        assertThat(renewal.after(Optional.empty())).isEqualTo(1);
    }

    @Test
    void a_value_that_is_given_again_is_no_reason_to_ask_without_end() throws Exception {
        var renewal = renewal(() -> 0);
        var callers = waiting(renewal, 3);
        answer.countDown();

        for (var caller : callers) {
            assertThat(caller.result().get()).isZero();
        }
        assertThat(requests).hasValue(1);
    }

    @Test
    void a_failure_reaches_all_who_waited_and_the_next_call_asks_anew() throws Exception {
        var failure = new IllegalArgumentException("no");
        var renewal = renewal(() -> {
            if (requests.get() == 1) {
                throw failure;
            }
            return requests.get();
        });
        var callers = waiting(renewal, 20);
        answer.countDown();

        for (var caller : callers) {
            assertThatThrownBy(() -> caller.result().get()).cause().isSameAs(failure);
        }
        assertThat(requests).hasValue(1);
        assertThat(renewal.latest()).contains(0);
        assertThat(renewal.after(Optional.of(0))).isEqualTo(2);
    }

    @Test
    void a_waiting_thread_that_is_interrupted_leaves_the_others_to_wait() throws Exception {
        var callers = waiting(renewal(), 3);
        callers.get(1).thread().interrupt();
        assertFails(callers.get(1), InterruptedException.class);

        answer.countDown();
        assertThat(callers.get(0).result().get()).isEqualTo(1);
        assertThat(callers.get(2).result().get()).isEqualTo(1);
        assertThat(requests).hasValue(1);
    }

    @Test
    void where_the_asking_thread_is_interrupted_one_of_the_others_asks() throws Exception {
        var callers = waiting(renewal(), 20);
        callers.get(0).thread().interrupt();
        assertFails(callers.get(0), IllegalStateException.class);

        answer.countDown();
        for (var caller : callers.subList(1, callers.size())) {
            assertThat(caller.result().get()).isEqualTo(2);
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void what_an_interrupted_thread_is_given_all_the_same_is_for_all() throws Exception {
        var renewal = new SharedRenewal<Integer>(Optional.of(0), () -> {
            Thread.currentThread().interrupt();
            return requests.incrementAndGet();
        });
        assertThat(Caller.of(() -> renewal.after(Optional.of(0))).result().get())
                .isEqualTo(1);
        assertThat(renewal.latest()).contains(1);
    }

    @Test
    void where_an_error_hits_the_asking_thread_one_of_the_others_asks() throws Exception {
        var renewal = renewal(() -> {
            if (requests.get() == 1) {
                throw new StackOverflowError();
            }
            return requests.get();
        });
        var callers = waiting(renewal, 3);
        answer.countDown();

        assertFails(callers.get(0), StackOverflowError.class);
        assertThat(callers.get(1).result().get()).isEqualTo(2);
        assertThat(callers.get(2).result().get()).isEqualTo(2);
    }

    @Test
    void nobody_waits_who_can_go_on_with_the_value_that_holds() throws Exception {
        var renewal = renewal();
        var asking = Caller.of(() -> renewal.ahead(0));
        asked.await();

        assertThat(renewal.ahead(0)).isZero();
        assertThat(renewal.after(Optional.of(-1))).isZero();
        assertThat(renewal.latest()).contains(0);
        answer.countDown();
        assertThat(asking.result().get()).isEqualTo(1);
    }

    @Test
    void a_failure_ahead_is_heard_by_who_asked_and_the_value_stays() {
        var failure = new IllegalArgumentException("no");
        answer.countDown();
        var renewal = renewal(() -> {
            throw failure;
        });
        assertThatThrownBy(() -> renewal.ahead(0)).isSameAs(failure);
        assertThat(renewal.latest()).contains(0);
    }

    @Test
    void who_is_given_a_value_and_finds_it_of_no_use_never_gets_it_again() throws Exception {
        var renewal = new SharedRenewal<Integer>(Optional.of(0), requests::incrementAndGet);
        var callers = new ArrayList<Future<?>>();
        try (var platform =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < 8; i++) {
                callers.add(platform.submit(() -> {
                    for (int call = 0; call < 2000; call++) {
                        var old = renewal.latest();
                        assertThat(renewal.after(old)).isGreaterThan(old.orElseThrow());
                    }
                    return null;
                }));
            }
            for (var caller : callers) {
                caller.get();
            }
        }
    }
}
