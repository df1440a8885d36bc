package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Runs every tool on every case, in turn within each round, so that a slow spell of the machine hits all.
final class Benchmark {
    private static final long ROOM_BYTES = 512L << 20;

    private final List<Contender> contenders;
    private final Meter meter;
    private final Path data;
    private int rounds;
    private final Map<String, LongSupplier> requests = new HashMap<>();
    private final boolean profiled = Boolean.parseBoolean(System.getProperty("bench.profile", "true"));
    private int runs;
    private Map<String, String> added = Map.of();

    Benchmark(List<Contender> contenders, Meter meter, Path data, int rounds) {
        this.contenders = contenders;
        this.meter = meter;
        this.data = data;
        this.rounds = rounds;
    }

    /// From now on every tool runs so many times on a case.
    void setRounds(int number) {
        rounds = number;
    }

    /// From now on the requests to the target of this name are counted by `counter`, which only grows.
    void countRequests(String target, LongSupplier counter) {
        requests.put(target, counter);
    }

    /// Everything of `dataset` is new to `target`.
    Comparison firstPush(Dataset dataset, Target target) throws IOException, InterruptedException {
        var folder = dataset.create(data);
        return compare(dataset.name() + ", all new", dataset, target, (contender, place) -> {
            contender.forget(folder);
            var usage = run(contender, folder, place);
            if (usage.isPresent() && place instanceof Target.Ssh to) {
                requireAll(dataset, to.path(), contender);
            }
            return usage;
        });
    }

    /// All of `dataset` is at `target`, and comes to a folder where nothing is.
    Comparison firstPull(Dataset dataset, Target target) throws IOException, InterruptedException {
        var from = target.fresh("source-" + dataset.folderName());
        seed(dataset.create(data), from);
        return compare(dataset.name() + ", all pulled", dataset, target, (contender, place) -> {
            var into = Files.createDirectories(data.resolve("pulled" + runs).resolve("storage"));
            contender.forget(into);
            var usage = run(contender.pull(into, from), into);
            if (usage.isPresent()) {
                requireAll(dataset, into, contender);
            }
            makeRoom(dataset, into);
            return usage;
        });
    }

    private void seed(Path source, Target to) throws IOException, InterruptedException {
        if (to instanceof Target.Ssh behind) {
            Trees.copy(source, behind.path());
            return;
        }
        var first = contenders.getFirst();
        first.forget(source);
        run(first, source, to);
    }

    /// A tool that leaves something out is not fast.
    private static void requireAll(Dataset dataset, Path folder, Contender contender) throws IOException {
        long bytes = Trees.bytes(folder);
        if (bytes != dataset.bytes()) {
            throw new IOException(contender.name() + " brought " + bytes + " bytes of " + dataset.bytes());
        }
    }

    private Comparison compare(String title, Dataset dataset, Target target, Case body)
            throws IOException, InterruptedException {
        Map<String, List<Usage>> taken = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (var contender : contenders) {
                var place = target.fresh("run" + ++runs);
                var counter = requests.getOrDefault(target.name(), () -> 0);
                long before = counter.getAsLong();
                var usage = body.run(contender, place);
                if (usage.isPresent()) {
                    usage = usage.map(all -> all.withRequests(counter.getAsLong() - before));
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
                makeRoom(dataset, place);
            }
        }
        var entries = taken.entrySet().stream()
                .map(entry -> new Comparison.Entry(entry.getKey(), Usage.median(entry.getValue())))
                .toList();
        return new Comparison(title, target.name(), dataset.bytes(), entries, profile(dataset, target, body));
    }

    /// Deletes what was written, if it is large. Many small files stay to the end: for minutes after files are removed,
    /// ext4 looks through their numbers for each file that is made, and the next contender would pay for it.
    private static void makeRoom(Dataset dataset, Path written) throws IOException {
        if (dataset.bytes() >= ROOM_BYTES) {
            Trees.delete(written);
        }
    }

    private static void makeRoom(Dataset dataset, Target place) throws IOException {
        switch (place) {
            case Target.Folder written -> makeRoom(dataset, written.path());
            case Target.Ssh written -> makeRoom(dataset, written.path());
            case Target.Bucket kept -> {}
            case Target.Google kept -> {}
            case Target.Azure kept -> {}
        }
    }

    /// One more run of Waybill, which no figure counts, watched by the JVM's profiler.
    private String profile(Dataset dataset, Target target, Case body) throws IOException, InterruptedException {
        if (!profiled) {
            return "";
        }
        var recording = data.resolve("profile.jfr");
        added = Map.of("WAYBILL_JAVA_OPTIONS", CpuProfile.javaOptions(recording));
        var place = target.fresh("run" + ++runs);
        try {
            body.run(contenders.getFirst(), place);
        } finally {
            added = Map.of();
        }
        makeRoom(dataset, place);
        return CpuProfile.of(recording);
    }

    private Optional<Usage> run(Contender contender, Path folder, Target place)
            throws IOException, InterruptedException {
        return run(contender.push(folder, place), folder);
    }

    private Optional<Usage> run(Optional<Contender.Job> job, Path folder) throws IOException, InterruptedException {
        if (job.isEmpty()) {
            return Optional.empty();
        }
        var environment = new HashMap<>(job.get().environment());
        environment.putAll(added);
        settle();
        return Optional.of(
                meter.run(job.get().command(), folder.resolveSibling("").toAbsolutePath(), environment));
    }

    /// Has the disk keep what was written so far, which it would otherwise do in the next contender's time.
    private static void settle() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }

    private interface Case {
        Optional<Usage> run(Contender contender, Target place) throws IOException, InterruptedException;
    }
}
