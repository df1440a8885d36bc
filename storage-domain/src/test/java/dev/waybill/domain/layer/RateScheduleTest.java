package dev.waybill.domain.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Bytes and requests keep to a pace that changes with the time of the day, on a clock that is made up.
class RateScheduleTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final RateSchedule BY_DAY = new RateSchedule(new TreeMap<>(Map.of(
            LocalTime.of(8, 0), OptionalLong.of(1000),
            LocalTime.of(19, 0), OptionalLong.empty())));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T07:59:00Z"));
    private final AtomicLong waited = new AtomicLong();

    @SuppressWarnings("MustBeClosedChecker") // Closed by the test.
    private LimitedAdapter limited(LimitOptions options) {
        Sleeper sleeper = time -> {
            clock.advance(time);
            waited.addAndGet(time.toNanos());
        };
        return new LimitedAdapter(
                new InMemoryAdapter(clock),
                options,
                sleeper,
                () -> clock.instant().toEpochMilli() * 1_000_000,
                clock);
    }

    private Duration waitedFor(Runnable work) {
        waited.set(0);
        work.run();
        return Duration.ofNanos(waited.get());
    }

    @Test
    void what_holds_is_what_was_said_last_before_also_over_midnight() {
        assertThat(BY_DAY.at(LocalTime.of(7, 59))).isEmpty();
        assertThat(BY_DAY.at(LocalTime.of(8, 0))).hasValue(1000);
        assertThat(BY_DAY.at(LocalTime.of(18, 59))).hasValue(1000);
        assertThat(BY_DAY.at(LocalTime.of(19, 0))).isEmpty();
        assertThat(RateSchedule.always(5).at(LocalTime.MIDNIGHT)).hasValue(5);
        assertThat(RateSchedule.UNBOUNDED.isUnbounded()).isTrue();
        assertThat(BY_DAY.isUnbounded()).isFalse();
    }

    @Test
    void bytes_move_at_the_pace_of_the_hour() {
        try (var store = limited(LimitOptions.NONE.withBytesPerSecond(BY_DAY))) {
            Runnable put = () -> store.put(KEY, ObjectSource.of(new byte[10_000]), PutOptions.DEFAULT);
            assertThat(waitedFor(put)).isZero();
            clock.set(Instant.parse("2026-11-20T08:00:00Z"));
            assertThat(waitedFor(put)).isBetween(Duration.ofMillis(9_700), Duration.ofMillis(10_100));
            clock.set(Instant.parse("2026-11-20T19:00:00Z"));
            assertThat(waitedFor(put)).isZero();
        }
    }

    @Test
    void a_bound_that_ends_while_bytes_move_holds_them_no_longer() {
        try (var store = limited(LimitOptions.NONE.withBytesPerSecond(BY_DAY))) {
            clock.set(Instant.parse("2026-11-20T18:59:58Z"));

            assertThat(waitedFor(() -> store.put(KEY, ObjectSource.of(new byte[10_000]), PutOptions.DEFAULT)))
                    .isBetween(Duration.ofMillis(1_500), Duration.ofMillis(2_500));
        }
    }

    @Test
    void requests_begin_at_the_pace_that_is_allowed() throws IOException {
        var five = LimitOptions.NONE.withRequestsPerSecond(RateSchedule.always(5));
        try (var store = limited(five)) {
            store.put(KEY, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
            assertThat(waitedFor(() -> {
                        for (int i = 0; i < 50; i++) {
                            store.stat(KEY);
                        }
                    }))
                    .isBetween(Duration.ofMillis(9_500), Duration.ofMillis(10_100));
            try (var content = store.get(KEY, GetOptions.WHOLE)) {
                assertThat(content.stream().readAllBytes()).hasSize(1);
            }
        }
    }

    @Test
    void an_amount_below_one_is_refused() {
        assertThatThrownBy(() -> RateSchedule.always(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }
}
