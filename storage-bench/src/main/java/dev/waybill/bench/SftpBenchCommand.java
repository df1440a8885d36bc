package dev.waybill.bench;

import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Compares `waybill push` and `pull` by SFTP with what else speaks SSH, against OpenSSH's server on this machine,
/// directly and over a way of 20 milliseconds there and back; writes the figures into a page.
///
/// System properties: `bench.waybill` (the launcher), `bench.data` (a folder with 8 GiB of room), `bench.page` (the
/// page with the marks), `bench.rounds`, `bench.rounds.far` (those over the way, where some tools take minutes),
/// `bench.transfers`, `bench.only` (a regular expression on `push|pull, data, target` of cases), `bench.scale` (how
/// many times smaller the data are, to try it; then the page stays as it is).
public final class SftpBenchCommand {
    private static final Duration ONE_WAY = Duration.ofMillis(10);
    private static final String OWN_SSH = "sshProgram: ssh";

    private SftpBenchCommand() {}

    /// Runs all cases.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(System.getProperty("bench.data")));
        int transfers = Integer.getInteger("bench.transfers", 16);
        var waybill = Path.of(System.getProperty("bench.waybill")).toAbsolutePath();
        var tools = Tools.installed(List.of(
                new Waybill(waybill, transfers, true),
                new Waybill(waybill, transfers, false),
                new Waybill(waybill, transfers, false, List.of(OWN_SSH)),
                new Waybill(waybill, transfers, false, List.of(OWN_SSH, "ciphers: aes128-gcm@openssh.com")),
                new Sftp(),
                new Lftp(),
                new Rclone(transfers, false),
                new Rsync()));
        var benchmark = new Benchmark(tools.installed(), new Meter(data), data, Integer.getInteger("bench.rounds", 3));
        var comparisons = new ArrayList<Comparison>();
        try (var sshd = Sshd.start(Files.createDirectories(data.resolve("sshd")));
                var far = FaultProxy.to("127.0.0.1", sshd.port())) {
            far.onEvery(new WireFault.Latency(Direction.UP, ONE_WAY));
            far.onEvery(new WireFault.Latency(Direction.DOWN, ONE_WAY));
            comparisons.addAll(cases(benchmark, target("sshd", data, sshd, sshd.port())));
            benchmark.setRounds(Integer.getInteger("bench.rounds.far", 1));
            comparisons.addAll(cases(benchmark, target("sshd, 20 ms away", data, sshd, far.port())));
        }
        var figures = Report.figures(BenchCommand.machine(), tools.described(), comparisons);
        System.out.println(figures);
        if (Integer.getInteger("bench.scale", 1) == 1) {
            Report.write(Path.of(System.getProperty("bench.page")), figures);
        }
    }

    private static Target.Ssh target(String name, Path data, Sshd sshd, int port) throws IOException {
        return target(name, data, sshd, port, data.toAbsolutePath().resolve("remote"));
    }

    /// A folder behind `sshd`, reached at `port`.
    static Target.Ssh target(String name, Path data, Sshd sshd, int port, Path folder) throws IOException {
        // Both keys: rclone asks for one of a kind of its own choice, and takes another kind for another server.
        String other =
                "[127.0.0.1]:" + port + " " + Files.readString(sshd.folder().resolve("host_ecdsa.pub"));
        var known = Files.writeString(data.resolve("known_hosts_" + port), sshd.knownAt(port) + "\n" + other);
        return new Target.Ssh(name, port, folder, sshd.identity(), known);
    }

    private static List<Comparison> cases(Benchmark benchmark, Target.Ssh target)
            throws IOException, InterruptedException {
        var only = System.getProperty("bench.only", ".*");
        var comparisons = new ArrayList<Comparison>();
        int scale = Integer.getInteger("bench.scale", 1);
        for (var whole : List.of(Dataset.SMALL_BY_SSH, Dataset.LARGE_BY_SSH)) {
            var dataset = whole.scaledDown(scale);
            String name = whole.folderName() + ", " + target.name();
            if (("push, " + name).matches(only)) {
                comparisons.add(benchmark.firstPush(dataset, target));
            }
            if (("pull, " + name).matches(only)) {
                comparisons.add(benchmark.firstPull(dataset, target));
            }
        }
        return comparisons;
    }
}
