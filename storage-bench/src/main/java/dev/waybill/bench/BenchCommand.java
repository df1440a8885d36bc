package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Compares `waybill push` with what else is installed, and writes the figures into a page.
///
/// Everything is set by system properties, which `make bench` gives: `bench.waybill` (the launcher),
/// `bench.data` (a folder with 8 GiB of room), `bench.page` (the page with the marks), `bench.rounds`,
/// `bench.transfers`, `bench.ceph` and `bench.ceph.socket` (the URL and the admin socket of a gateway as
/// `scripts/ceph-start` starts it; without them the cases on Ceph are left out), `bench.only` (a regular expression on
/// `data, target` of cases), `bench.profile` (`false` spares the run of each case that is profiled).
public final class BenchCommand {
    private static final String NOWHERE = "a null endpoint";

    private BenchCommand() {}

    /// Runs all cases; takes about an hour.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(System.getProperty("bench.data")));
        int transfers = Integer.getInteger("bench.transfers", 32);
        var waybill = Path.of(System.getProperty("bench.waybill")).toAbsolutePath();
        var tools = Tools.installed(List.of(
                new Waybill(waybill, transfers, true),
                new Waybill(waybill, transfers, false),
                new Rclone(transfers, false),
                new AwsCli(transfers, data),
                new Curl(Dataset.LARGE),
                new Rsync()));
        var benchmark = new Benchmark(tools.installed(), new Meter(data), data, Integer.getInteger("bench.rounds", 3));
        var comparisons = new ArrayList<Comparison>();
        try (var way = CephPlace.way();
                var nowhere = new NullS3Endpoint()) {
            var ceph = new CephPlace(way);
            for (var target : targets(data, ceph, nowhere)) {
                benchmark.countRequests(target.name(), counter(target, ceph, nowhere));
                comparisons.addAll(cases(benchmark, target));
            }
        }
        var figures = Report.figures(machine(), tools.described(), comparisons);
        System.out.println(figures);
        Report.write(Path.of(System.getProperty("bench.page")), figures);
    }

    private static List<Target> targets(Path data, CephPlace ceph, NullS3Endpoint nowhere) {
        var targets = new ArrayList<Target>();
        targets.add(new Target.Folder("a folder", data.resolve("target")));
        targets.addAll(ceph.targets());
        targets.add(new Target.Bucket(NOWHERE, nowhere.url(), "ceph", "key", "secret-of-nothing", "bench", ""));
        return targets;
    }

    private static LongSupplier counter(Target target, CephPlace ceph, NullS3Endpoint nowhere) {
        if (target instanceof Target.Folder) {
            return () -> 0;
        }
        return target.name().equals(NOWHERE) ? nowhere::requests : ceph::requests;
    }

    private static List<Comparison> cases(Benchmark benchmark, Target target) throws IOException, InterruptedException {
        var only = System.getProperty("bench.only", ".*");
        var comparisons = new ArrayList<Comparison>();
        for (var dataset : List.of(Dataset.SMALL, Dataset.MIDDLE, Dataset.LARGE)) {
            if ((dataset.folderName() + ", " + target.name()).matches(only)) {
                comparisons.add(benchmark.firstPush(dataset, target));
            }
        }
        boolean keeps = target instanceof Target.Bucket && !target.name().equals(NOWHERE);
        if (keeps && ("pull large, " + target.name()).matches(only)) {
            comparisons.add(benchmark.firstPull(Dataset.LARGE, target));
        }
        return comparisons;
    }

    static String machine() throws IOException {
        var model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + model + ", Linux "
                + System.getProperty("os.version").replaceAll("-.*", "") + ", Java "
                + System.getProperty("java.version");
    }
}
