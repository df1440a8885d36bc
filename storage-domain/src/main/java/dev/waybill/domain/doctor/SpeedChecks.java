package dev.waybill.domain.doctor;

import static dev.waybill.domain.doctor.Finding.measured;

import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// How far away the store is, in time, and how much goes through.
final class SpeedChecks {
    private static final int LOOKS = 15;
    private static final int LARGE_BYTES = 8 << 20;
    private static final int SMALL_OBJECTS = 64;
    private static final int AT_ONCE = 16;
    private static final double NANOS = 1e9;

    /// Signed requests of S3 and Azure are refused beyond a quarter of an hour.
    private static final Duration FAR_OFF = Duration.ofMinutes(5);

    private SpeedChecks() {}

    static List<Check> all(Clock clock) {
        return List.of(
                new Check("clock", bench -> clock(bench, clock)),
                new Check("latency", SpeedChecks::latency),
                new Check("throughput", SpeedChecks::throughput),
                new Check("small objects", SpeedChecks::smallObjects));
    }

    private static List<Finding> clock(Bench bench, Clock clock) {
        Instant before = clock.instant();
        Instant stored = bench.put(bench.key("clock"), "c").modified();
        Instant after = clock.instant();
        Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
        Duration offset = Duration.between(middle, stored);
        String text = String.format(Locale.ROOT, "the store's is %+.1f s from this machine's", offset.toMillis() / 1e3);
        return List.of(measured(
                "clock", offset.abs().compareTo(FAR_OFF) > 0 ? text + "; set the wrong one of them right" : text));
    }

    private static List<Finding> latency(Bench bench) {
        ObjectKey key = bench.key("latency");
        bench.put(key, "l");
        var nanos = new long[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            long start = System.nanoTime();
            var unused = bench.store().stat(key);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return List.of(measured(
                "latency",
                String.format(
                        Locale.ROOT,
                        "%.1f ms to look at an object (median of %d; slowest %.1f ms)",
                        nanos[LOOKS / 2] / 1e6,
                        LOOKS,
                        nanos[LOOKS - 1] / 1e6)));
    }

    private static List<Finding> throughput(Bench bench) {
        byte[] content = new byte[LARGE_BYTES];
        new Random(LARGE_BYTES).nextBytes(content);
        ObjectKey key = bench.key("large");
        long start = System.nanoTime();
        bench.store().put(key, ObjectSource.of(content), PutOptions.DEFAULT);
        long written = System.nanoTime();
        byte[] read = bench.bytes(key, GetOptions.WHOLE);
        long end = System.nanoTime();
        if (!Arrays.equals(read, content)) {
            return List.of(Finding.broken("throughput", "an object of 8 MiB came back changed"));
        }
        return List.of(measured(
                "throughput",
                String.format(
                        Locale.ROOT,
                        "%.0f MiB/s up, %.0f MiB/s down (one object of 8 MiB, one connection)",
                        8 * NANOS / (written - start),
                        8 * NANOS / (end - written))));
    }

    private static List<Finding> smallObjects(Bench bench) throws InterruptedException {
        long start = System.nanoTime();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (int i = 0; i < SMALL_OBJECTS; i++) {
                ObjectKey key = bench.key("small/" + i);
                tasks.submit(() -> bench.put(key, "s".repeat(4096)));
            }
            tasks.join();
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        return List.of(measured(
                "small objects",
                String.format(
                        Locale.ROOT,
                        "%.0f a second (4 KiB, %d at once, the first of this run)",
                        SMALL_OBJECTS / seconds,
                        AT_ONCE)));
    }
}
