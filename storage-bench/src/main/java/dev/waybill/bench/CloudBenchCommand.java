package dev.waybill.bench;

import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.gcs.GcsWireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Measures what `waybill push` takes of the client's processor for 10,000 small objects in Google Cloud Storage and
/// Azure Blob Storage, beside rclone, against stand-ins on this machine; writes the figures into a page.
///
/// System properties: `bench.waybill` (the launcher), `bench.data` (a folder with 1 GiB of room), `bench.page` (the
/// page with the marks), `bench.rounds`, `bench.transfers`, `bench.scale` (how many times smaller the data are, to
/// try it; then the page stays as it is).
public final class CloudBenchCommand {
    private static final String BUCKET = "bench";

    private CloudBenchCommand() {}

    /// Runs all cases.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(System.getProperty("bench.data")));
        int transfers = Integer.getInteger("bench.transfers", 32);
        int scale = Integer.getInteger("bench.scale", 1);
        var waybill = Path.of(System.getProperty("bench.waybill")).toAbsolutePath();
        var tools = Tools.installed(List.of(new Waybill(waybill, transfers, true), new Rclone(transfers, false)));
        var benchmark = new Benchmark(tools.installed(), new Meter(data), data, Integer.getInteger("bench.rounds", 3));
        var comparisons = new ArrayList<Comparison>();
        var dataset = Dataset.SMALL.scaledDown(scale);
        try (var google = GcsWireServer.start(Clock.systemUTC())) {
            google.createBucket(BUCKET);
            comparisons.add(benchmark.firstPush(
                    dataset, new Target.Google("Google Cloud Storage (the testkit's)", google.endpoint(), BUCKET, "")));
        }
        if (Azurite.isInstalled()) {
            comparisons.add(benchmark.firstPush(dataset, azurite()));
        } else {
            System.err.println("Azurite is not installed, and so left out: run scripts/install-azurite");
        }
        var figures = Report.figures(BenchCommand.machine(), tools.described(), comparisons);
        System.out.println(figures);
        if (scale == 1) {
            Report.write(Path.of(System.getProperty("bench.page")), figures);
        }
    }

    /// It ends with this process.
    private static Target azurite() {
        var azurite = Azurite.shared();
        return new Target.Azure(
                "Azure (Azurite)",
                Azurite.endpoint(azurite.port()),
                Azurite.ACCOUNT,
                Azurite.KEY,
                azurite.newContainer(),
                "");
    }
}
