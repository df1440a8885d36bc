package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.ClientAuthenticationException;
import dev.waybill.testkit.ManualClock;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// When tokens are fetched, and by whom. What else becomes of them is tested with those who give them.
final class AzureTokensTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger fetched = new AtomicInteger();

    private AccessToken next(Duration lifetime) {
        return new AccessToken(
                "token " + fetched.incrementAndGet(),
                clock.instant().plus(lifetime).atOffset(ZoneOffset.UTC));
    }

    @Test
    void who_waits_for_one_that_is_interrupted_asks_for_itself() throws InterruptedException {
        var asking = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var tokens = new AzureTokens(
                () -> {
                    if (asking.getCount() == 0) {
                        return next(Duration.ofHours(1));
                    }
                    asking.countDown();
                    try {
                        never.await();
                        throw new AssertionError("nobody comes here");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new ClientAuthenticationException("interrupted", null, new InterruptedIOException());
                    }
                },
                new AzureClock(clock));
        var failure = new AtomicReference<Throwable>();
        var first = Thread.ofPlatform().start(() -> {
            try {
                tokens.current();
            } catch (ClientAuthenticationException e) {
                failure.set(e);
            }
        });
        asking.await();
        var given = new ArrayBlockingQueue<String>(1);
        var second = Thread.ofPlatform().start(() -> given.add(tokens.current()));
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        first.interrupt();

        assertThat(given.take()).isEqualTo("token 1");
        first.join();
        assertThat(failure.get()).hasMessage("interrupted");
    }

    @Test
    void one_that_is_short_is_used_until_it_ends() {
        var tokens = new AzureTokens(() -> next(Duration.ofSeconds(20)), new AzureClock(clock));
        assertThat(tokens.current()).isEqualTo("token 1");
        clock.advance(Duration.ofSeconds(19));
        assertThat(tokens.current()).isEqualTo("token 1");
        clock.advance(Duration.ofSeconds(1));

        assertThat(tokens.current()).isEqualTo("token 2");
    }

    @Test
    void one_that_was_replaced_for_another_call_is_not_replaced_again() {
        var tokens = new AzureTokens(() -> next(Duration.ofHours(1)), new AzureClock(clock));
        String old = tokens.current();
        assertThat(tokens.replaced(old)).isTrue();
        assertThat(tokens.replaced(old)).isTrue();

        assertThat(tokens.current()).isEqualTo("token 2");
        assertThat(fetched).hasValue(2);
    }

    /// A token of no use has none fetched for half a minute, so it must not be taken for one by mistake.
    @Test
    void many_calls_that_are_refused_one_token_after_another_get_another_each_time() throws Exception {
        var tokens = new AzureTokens(() -> next(Duration.ofHours(1)), new AzureClock(clock));
        var callers = new ArrayList<Future<?>>();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < 8; i++) {
                callers.add(threads.submit(() -> {
                    for (int call = 0; call < 2000; call++) {
                        assertThat(tokens.replaced(tokens.current())).isTrue();
                    }
                }));
            }
            for (var caller : callers) {
                caller.get();
            }
        }
    }

    @Test
    void one_that_comes_while_a_failure_ahead_of_time_is_noted_stays() {
        var down = new AtomicBoolean();
        var whenTimeIsRead = new AtomicReference<Runnable>(() -> {});
        var self = new AtomicReference<AzureTokens>();
        self.set(new AzureTokens(
                () -> {
                    if (down.getAndSet(false)) {
                        whenTimeIsRead.set(() -> self.get().replaced("token 1"));
                        throw new ClientAuthenticationException("down", null);
                    }
                    return next(Duration.ofHours(1));
                },
                new AzureClock(new Clock() {
                    @Override
                    public Instant instant() {
                        whenTimeIsRead.getAndSet(() -> {}).run();
                        return clock.instant();
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                })));
        assertThat(self.get().current()).isEqualTo("token 1");
        clock.advance(Duration.ofMinutes(56));
        down.set(true);
        assertThat(self.get().current()).isEqualTo("token 1");

        assertThat(self.get().current()).isEqualTo("token 2");
    }

    @Test
    void a_failure_that_nobody_foresaw_is_thrown_as_it_is() {
        var unforeseen = new IllegalStateException("unforeseen");
        var tokens = new AzureTokens(
                () -> {
                    throw unforeseen;
                },
                new AzureClock(clock));

        assertThatThrownBy(tokens::current).isSameAs(unforeseen);
    }
}
