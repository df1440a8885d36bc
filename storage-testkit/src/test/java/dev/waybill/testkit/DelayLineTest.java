package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayLineTest {
    @Test
    void whatever_stops_what_arrives_ends_the_connection() throws Exception {
        var plan = new WirePlan();
        plan.add(new WireFault.Latency(WireFault.Direction.UP, Duration.ofMillis(1)));
        var broken = new CountDownLatch(1);
        try (var line = new DelayLine(
                plan,
                (bytes, count) -> {
                    throw new IllegalStateException("as of a machine without memory or threads");
                },
                broken::countDown)) {
            boolean unused = line.send(new byte[] {1}, 1);

            assertThat(broken.await(20, TimeUnit.SECONDS)).isTrue();
            line.finish();
        }
    }
}
