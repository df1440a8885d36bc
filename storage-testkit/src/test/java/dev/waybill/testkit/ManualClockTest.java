package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final ManualClock clock = new ManualClock(START);

    @Test
    void it_stands_still_until_it_is_moved() {
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());

        clock.advance(Duration.ofMinutes(2));
        assertThat(clock.instant()).isEqualTo("2026-01-02T03:06:05Z");
        clock.advance(Duration.ofSeconds(-5));
        assertThat(clock.instant()).isEqualTo("2026-01-02T03:06:00Z");
        clock.set(START);
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void in_another_zone_it_moves_along() {
        var elsewhere = clock.withZone(ZoneId.of("America/Bahia_Banderas"));
        clock.advance(Duration.ofHours(1));

        assertThat(elsewhere.instant()).isEqualTo(clock.instant());
        assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("America/Bahia_Banderas"));
    }

    @Test
    void an_object_in_memory_has_its_time() {
        try (var adapter = new InMemoryAdapter(clock)) {
            clock.advance(Duration.ofDays(1));
            assertThat(new StoreUnderTest(adapter).put("key", "x").modified()).isEqualTo(clock.instant());
        }
    }
}
