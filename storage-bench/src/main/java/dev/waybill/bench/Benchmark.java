package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs every tool on every case, in turn within each round, so that a slow spell of the machine hits all.
final class Benchmark {
    private final List<Contender> contenders;
    private final Meter meter;
    private final Path data;
    private final int rounds;
    private int runs;
    private Map<String, String> added = Map.of();

    Benchmark(List<Contender> contenders, Meter meter, Path data, int rounds) {
        this.contenders = contenders;
        this.meter = meter;
        this.data = data;
        this.rounds = rounds;
    }

    /// Everything of `dataset` is new to `target`.
    Comparison firstPush(Dataset dataset, Target target) throws IOException, InterruptedException {
        var folder = dataset.create(data);
        return compare(dataset.name() + ", all new", dataset, target, (contender, place) -> {
            contender.forget(folder);
            return run(contender, folder, place);
        });
    }

    /// All of `dataset` was pushed to `target` just before.
    Comparison nothingChanged(Dataset dataset, Target target) throws IOException, InterruptedException {
        var folder = dataset.create(data);
        return compare(dataset.name() + ", nothing changed", dataset, target, (contender, place) -> {
            contender.forget(folder);
            if (run(contender, folder, place).isEmpty()) {
                return Optional.empty();
            }
            return run(contender, folder, place);
        });
    }

    private Comparison compare(String title, Dataset dataset, Target target, Case body)
            throws IOException, InterruptedException {
        Map<String, List<Usage>> taken = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders) {
                var place = target.fresh("run" + ++runs);
                var usage = body.run(contender, place);
                if (usage.isPresent()) {
                    System.err.printf(
                            "%s, %s, %s: %.2f s, cpu %.2f s, %.0f MiB%n",
                            title,
                            target.name(),
                            contender.name(),
                            usage.get().wallSeconds(),
                            usage.get().cpuSeconds(),
                            usage.get().peakMebibytes());
                    taken.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                            .add(usage.get());
                }
                if (place instanceof Target.Folder written) {
                    Trees.delete(written.path());
                }
            }
        }
        var entries = taken.entrySet().stream()
                .map(entry -> new Comparison.Entry(entry.getKey(), Usage.median(entry.getValue())))
                .toList();
        return new Comparison(title, target.name(), dataset.bytes(), entries, profile(target, body));
    }

    /// One more run of Waybill, which no figure counts, watched by the JVM's profiler.
    private String profile(Target target, Case body) throws IOException, InterruptedException {
        var recording = data.resolve("profile.jfr");
        added = Map.of("WAYBILL_JAVA_OPTIONS", CpuProfile.javaOptions(recording));
        var place = target.fresh("run" + ++runs);
        try {
            body.run(contenders.getFirst(), place);
        } finally {
            added = Map.of();
        }
        if (place instanceof Target.Folder written) {
            Trees.delete(written.path());
        }
        return CpuProfile.of(recording);
    }

    private Optional<Usage> run(Contender contender, Path folder, Target place)
            throws IOException, InterruptedException {
        var job = contender.push(folder, place);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        var environment = new HashMap<>(job.get().environment());
        environment.putAll(added);
        return Optional.of(
                meter.run(job.get().command(), folder.resolveSibling("").toAbsolutePath(), environment));
    }

    private interface Case {
        Optional<Usage> run(Contender contender, Target place) throws IOException, InterruptedException;
    }
}
