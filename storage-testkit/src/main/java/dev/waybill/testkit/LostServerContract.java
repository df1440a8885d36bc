package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Servers that die and come back, that no longer know who asks, or that live in another time.
interface LostServerContract extends FaultFixture {
    @Test
    default void a_server_killed_in_the_middle_of_a_put_keeps_the_old_object_and_is_used_again() throws Exception {
        String key = bench().key("key");
        bench().direct().put(key, OLD);
        bench().connect(bench().through());
        var source = TestSources.acting(LARGE.length / 2, LARGE, this::kill);
        assertUnavailable(() -> bench().through().put(key, source));
        assertUnavailable(() -> bench().through().stat(key));
        bench().server().restart();
        FaultBench.again(() -> bench().direct().stat(key));
        assertStored("key", OLD);

        FaultBench.again(() -> bench().through().put(key, LARGE));
        assertStored("key", LARGE);
    }

    @Test
    default void a_server_killed_in_the_middle_of_a_read_gives_no_short_object_and_is_used_again() throws Exception {
        String key = bench().key("key");
        byte[] bytes = TestSources.bytes(16 << 20, 6);
        bench().direct().put(key, bytes);
        try (var content = bench().through().client().get(ObjectKey.of(key), GetOptions.WHOLE)) {
            assertThat(content.stream().read()).isNotNegative();
            bench().server().kill();
            assertUnavailable(() -> content.stream().readAllBytes());
        } finally {
            bench().server().restart();
        }
        assertThat(FaultBench.again(() -> bench().through().read(key))).isEqualTo(bytes);
    }

    private void kill() {
        try {
            bench().server().kill();
        } catch (Exception e) {
            throw new AssertionError("the server cannot be killed", e);
        }
    }

    @Test
    default void credentials_that_end_between_two_calls_are_renewed_or_denied() throws Exception {
        String key = bench().key("key");
        bench().direct().put(key, OLD);
        var client = bench().through();
        client.put(bench().key("before"), SMALL);
        bench().server().endCredentials(bench().proxy());
        try {
            endsRenewedOrDenied(() -> client.put(key, SMALL));
            endsRenewedOrDenied(() -> client.put(key, LARGE));
            endsRenewedOrDenied(() -> client.read(key));
            endsRenewedOrDenied(() -> client.stat(key));
            endsRenewedOrDenied(() -> client.keys(bench().key("")));
        } finally {
            bench().server().restoreCredentials(bench().proxy());
        }
        assertStored("key", bench().server().renewsCredentials() ? LARGE : OLD);
        FaultBench.again(() -> client.put(key, SMALL));
        assertStored("key", SMALL);
    }

    private void endsRenewedOrDenied(java.util.concurrent.Callable<?> call) throws Exception {
        if (bench().server().renewsCredentials()) {
            FaultBench.again(call);
            return;
        }
        StorageException failure = failureOf(() -> FaultBench.again(call));
        assertThat(failure).isInstanceOf(AccessDenied.class);
    }

    @Test
    default void a_clock_that_is_off_by_twenty_minutes_is_no_failure() throws Exception {
        for (int minutes : List.of(-20, 20)) {
            var clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
            var client = bench().open(clock, Duration.ofSeconds(20));
            for (byte[] bytes : List.of(SMALL, LARGE)) {
                FaultBench.again(() -> client.put(bench().key("key"), bytes));
                assertStored("key", bytes);
                assertThat(FaultBench.again(() -> client.read(bench().key("key"))))
                        .isEqualTo(bytes);
            }
            assertThat(FaultBench.again(() -> client.keys(bench().key("")))).containsExactly(bench().key("key"));
        }
    }

    /// Opens an adapter of this server where another answers, which cannot prove to be this one.
    StoreUnderTest openStranger() throws Exception;

    @Test
    default void another_server_in_its_place_is_refused_and_not_asked_again() throws Exception {
        var client = openStranger();

        var failure = failureOf(() -> client.put(bench().key("key"), SMALL));
        assertThat(failure).isNotInstanceOf(StoreUnavailable.class).hasMessageContaining(refusalOfStrangers());
    }

    /// A word of the message that tells the user of a server that is another.
    String refusalOfStrangers();
}
