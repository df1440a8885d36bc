package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Runs every tool on data that it, or Waybill, pushed before.
///
/// Waybill writes the times of files as rclone does and `aws s3 sync` goes by the store's own times, so that what
/// Waybill pushed is unchanged for all.
final class SecondPush {
    private static final int ONE_IN = 100;

    private final List<Contender> contenders;
    private final Contender waybill;
    private final Meter meter;
    private final Path data;
    private final LongSupplier requests;
    private final int rounds = Integer.getInteger("bench.rounds", 3);
    private int changed;

    /// @param contenders Waybill first
    /// @param requests how many requests the store has counted
    SecondPush(List<Contender> contenders, Meter meter, Path data, LongSupplier requests) {
        this.contenders = contenders;
        this.waybill = contenders.getFirst();
        this.meter = meter;
        this.data = data;
        this.requests = requests;
    }

    /// All of `dataset` is at `target`.
    Comparison nothingChanged(Dataset dataset, Target target) throws IOException, InterruptedException {
        var folder = dataset.create(data);
        var place = pushedWhole(dataset, folder, target);
        var taken = new Taken(dataset.name() + ", nothing changed", target);
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders) {
                taken.add(contender, measured(contender, folder, place));
            }
        }
        return taken.comparison(dataset.bytes());
    }

    /// One file in a hundred has other bytes at `target`.
    Comparison oneInAHundredChanged(Dataset dataset, Target target) throws IOException, InterruptedException {
        var folder = dataset.create(data);
        var place = pushedWhole(dataset, folder, target);
        var changes = new Changes(dataset, folder);
        var taken = new Taken(dataset.name() + ", one in a hundred changed", target);
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders) {
                int first = changed++ % ONE_IN;
                changes.everyFile(ONE_IN, first);
                taken.add(contender, measured(contender, folder, place));
                if (!contender.equals(waybill)) {
                    // First Waybill learns what another wrote; then it writes all of that itself, times of files
                    // included, so that each finds the same.
                    run(waybill, folder, place);
                    changes.everyFile(ONE_IN, first);
                    run(waybill, folder, place);
                }
            }
        }
        return taken.comparison(dataset.bytes() / ONE_IN);
    }

    /// One mebibyte within the only file of `dataset` is another than the contender pushed before.
    Comparison oneBlockChanged(Dataset dataset, Target target) throws IOException, InterruptedException {
        var folder = dataset.create(data);
        var changes = new Changes(dataset, folder);
        var taken = new Taken(dataset.name() + ", one block changed", target);
        for (var contender : contenders) {
            var place = target.fresh("block-" + contender.name().replaceAll("\\W+", "-"));
            waybill.forget(folder);
            if (run(contender, folder, place).isEmpty()) {
                continue;
            }
            for (int round = 0; round < rounds; round++) {
                changes.oneBlock();
                taken.add(contender, measured(contender, folder, place));
            }
            if (place instanceof Target.Folder written) {
                Trees.delete(written.path());
            }
        }
        return taken.comparison(dataset.bytes());
    }

    /// Where all of `dataset` is; pushed a second time, so that what Waybill remembers is of this way to it.
    private Target pushedWhole(Dataset dataset, Path folder, Target target) throws IOException, InterruptedException {
        var place = target.fresh(dataset.folderName());
        waybill.forget(folder);
        long start = System.nanoTime();
        run(waybill, folder, place);
        System.err.printf(
                "%s is at %s after %d s%n", dataset.name(), target.name(), (System.nanoTime() - start) / 1_000_000_000);
        run(waybill, folder, place);
        return place;
    }

    private Optional<Usage> measured(Contender contender, Path folder, Target place)
            throws IOException, InterruptedException {
        long before = requests.getAsLong();
        return run(contender, folder, place).map(usage -> usage.withRequests(requests.getAsLong() - before));
    }

    private Optional<Usage> run(Contender contender, Path folder, Target place)
            throws IOException, InterruptedException {
        var job = contender.push(folder, place);
        return job.isEmpty()
                ? Optional.empty()
                : Optional.of(meter.run(
                        job.get().command(),
                        folder.resolveSibling("").toAbsolutePath(),
                        job.get().environment()));
    }

    /// What each contender took in each round.
    private record Taken(String title, Target target, Map<String, List<Usage>> usages) {
        Taken(String title, Target target) {
            this(title, target, new LinkedHashMap<>());
        }

        void add(Contender contender, Optional<Usage> usage) {
            usage.ifPresent(all -> {
                System.err.printf(
                        "%s, %s, %s: %.2f s, cpu %.2f s, %.0f MiB, %.0f requests%n",
                        title,
                        target.name(),
                        contender.name(),
                        all.wallSeconds(),
                        all.cpuSeconds(),
                        all.peakMebibytes(),
                        all.requests());
                usages.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                        .add(all);
            });
        }

        Comparison comparison(long bytes) {
            return new Comparison(title, target.name(), bytes, entries(), "");
        }

        private List<Comparison.Entry> entries() {
            return usages.entrySet().stream()
                    .map(entry -> new Comparison.Entry(entry.getKey(), Usage.median(entry.getValue())))
                    .toList();
        }
    }
}
