package dev.waybill.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares `waybill push` with what else is installed, and writes the figures into a page.
///
/// Everything is set by system properties, which `make bench` gives: `bench.waybill` (the launcher),
/// `bench.data` (a folder with 8 GiB of room), `bench.page` (the page with the marks), `bench.rounds`,
/// `bench.transfers`, `bench.ceph` (the URL of an S3 endpoint as `scripts/ceph-start` starts it; without it
/// the cases on Ceph are left out), `bench.only` (a regular expression on `data, target` of cases).
public final class BenchCommand {
    private static final String CEPH_KEY = "testaccess";
    private static final String CEPH_SECRET = "testsecretkey1234567890";
    private static final String BUCKET = "bench";

    private BenchCommand() {}

    /// Runs all cases; takes about half an hour.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(System.getProperty("bench.data")));
        int transfers = Integer.getInteger("bench.transfers", 32);
        var waybill = Path.of(System.getProperty("bench.waybill")).toAbsolutePath();
        var tools = Tools.installed(List.of(
                new Waybill(waybill, transfers, true),
                new Waybill(waybill, transfers, false),
                new Rclone(transfers),
                new AwsCli(transfers, data),
                new Rsync()));
        var benchmark = new Benchmark(tools.installed(), new Meter(data), data, Integer.getInteger("bench.rounds", 3));
        var comparisons = new ArrayList<Comparison>();
        try (var nowhere = new NullS3Endpoint()) {
            for (var target : targets(data, nowhere.url())) {
                comparisons.addAll(cases(benchmark, target));
            }
        }
        var figures = Report.figures(machine(), tools.described(), comparisons);
        System.out.println(figures);
        Report.write(Path.of(System.getProperty("bench.page")), figures);
    }

    private static List<Target> targets(Path data, URI nowhere) {
        var targets = new ArrayList<Target>();
        targets.add(new Target.Folder("a folder", data.resolve("target")));
        Optional.ofNullable(System.getProperty("bench.ceph"))
                .filter(url -> !url.isBlank())
                .ifPresent(url -> {
                    Buckets.create(URI.create(url), CEPH_KEY, CEPH_SECRET, BUCKET);
                    targets.add(new Target.Bucket("Ceph", URI.create(url), "ceph", CEPH_KEY, CEPH_SECRET, BUCKET, ""));
                });
        targets.add(new Target.Bucket("a null endpoint", nowhere, "ceph", "key", "secret-of-nothing", BUCKET, ""));
        return targets;
    }

    private static List<Comparison> cases(Benchmark benchmark, Target target) throws IOException, InterruptedException {
        var only = System.getProperty("bench.only", ".*");
        var comparisons = new ArrayList<Comparison>();
        for (var dataset : List.of(Dataset.SMALL, Dataset.LARGE)) {
            if ((dataset.folderName() + ", " + target.name()).matches(only)) {
                comparisons.add(benchmark.firstPush(dataset, target));
            }
        }
        boolean keeps = !target.name().equals("a null endpoint");
        if (keeps && ("unchanged, " + target.name()).matches(only)) {
            comparisons.add(benchmark.nothingChanged(Dataset.SMALL, target));
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
