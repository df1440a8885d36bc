package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.WireFault.Direction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The pace of a slow connection.
final class WirePlanTest {
    /// To wait for each by itself would take them six seconds.
    @Test
    void many_small_pieces_keep_the_pace_and_are_not_much_slower() throws InterruptedException {
        var plan = new WirePlan();
        plan.add(new WireFault.Slow(Direction.DOWN, 10_000_000));
        byte[] piece = new byte[20];
        long start = System.nanoTime();
        for (int i = 0; i < 100_000; i++) {
            plan.awaitPace(plan.next(piece, 0, piece.length).bytes());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(195), Duration.ofMillis(3_000));
    }
}
