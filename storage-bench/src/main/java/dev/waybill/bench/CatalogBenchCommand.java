package dev.waybill.bench;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.bench.CatalogSyncs.Serial;
import dev.waybill.bench.CatalogSyncs.Size;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Measures catalogs: how long the metadata of repositories takes to come here, by SFTP and from S3 over a way of 20
/// milliseconds there and back with 100 Mbit/s, and from a folder; and how long questions take. Writes the figures into
/// a page.
///
/// System properties: `bench.waybill` (the launcher), `bench.data` (a folder with 12 GiB of room and many inodes),
/// `bench.page` (the page with the marks), `bench.rounds`, `bench.only` (a regular expression on `sync, artifacts,
/// place`
/// and `questions, artifacts`), `bench.scale` (how many times smaller the repositories are, to try it; then the page
/// stays as it is), `bench.heap` (of the process that makes the largest catalog).
public final class CatalogBenchCommand {
    private static final Duration ONE_WAY = Duration.ofMillis(10);
    private static final long BYTES_A_SECOND = 100_000_000 / 8;
    private static final String BUCKET = "bench";
    private static final Path SFTP_SERVER = Path.of("/usr/lib/openssh/sftp-server");
    private static final S3Credentials CREDENTIALS = S3Credentials.of("bench", "secret-of-bench");
    private static final List<Integer> SIZES = List.of(200, 1_000, 10_000);
    private static final int MANY = 100_000;

    /// Up to so many are fetched one after another, too, to the end.
    private static final int SERIAL = 200;

    /// From so many on each is done once, and by Waybill alone: others take a quarter of an hour and longer.
    private static final int LARGE = 10_000;

    /// Debian's paramiko knows the key exchange that others use by its first name only.
    private static final String KEX = "KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org";

    private final Path data;
    private final int scale = Integer.getInteger("bench.scale", 1);
    private final int rounds = Integer.getInteger("bench.rounds", 3);
    private final String only = System.getProperty("bench.only", ".*");
    private final ArtifactFigures figures = new ArtifactFigures();
    private final Meter meter;
    private final Waybill waybill;
    private final Rclone rclone = new Rclone(16, false);

    private CatalogBenchCommand(Path data) {
        this.data = data;
        meter = new Meter(data);
        waybill = new Waybill(Path.of(System.getProperty("bench.waybill")).toAbsolutePath(), 16, true);
    }

    /// Runs all cases.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(System.getProperty("bench.data")));
        new CatalogBenchCommand(data.toRealPath()).run();
    }

    private void run() throws IOException, InterruptedException {
        for (int size : SIZES) {
            var repository = new MadeRepository(size / scale);
            inFolder(repository);
            s3(repository);
        }
        var many = new MadeRepository(MANY / scale);
        if (("questions, " + many.artifacts()).matches(only)) {
            new CatalogQuestions(waybill, meter, scratch("questions"), figures).run(many, rounds);
        }
        String text = "Machine: " + BenchCommand.machine() + ".\n\n- waybill: " + said(waybill.version())
                + "; `remote sync`\n- rclone: " + said(rclone.version()) + "; `" + rclone.flags()
                + "`, with a filter that keeps it out of contents\n- one after another: "
                + said(SerialFetch.version()) + "\n" + figures;
        System.out.println(text);
        if (scale == 1 && only.equals(".*")) {
            Report.write(Path.of(System.getProperty("bench.page")), text);
        }
    }

    private static String said(Optional<String> version) {
        return version.orElse("not installed");
    }

    private Path scratch(String name) throws IOException {
        return Files.createDirectories(data.resolve(name));
    }

    private boolean isWanted(MadeRepository repository, String place) {
        return ("sync, " + repository.artifacts() + ", " + place).matches(only);
    }

    /// Made once, for all who look into the folder.
    private void inFolder(MadeRepository repository) throws IOException, InterruptedException {
        if (!isWanted(repository, "folder") && !isWanted(repository, "sftp")) {
            return;
        }
        var path = scratch("made-" + repository.artifacts());
        var place = new ArtifactPlace.Folder(
                new Target.Folder("in a folder", path), path, Optional.empty(), Optional.empty(), Optional.empty());
        place.seed(repository);
        if (isWanted(repository, "folder")) {
            measure(place, repository);
        }
        if (isWanted(repository, "sftp")) {
            sftp(repository, path);
        }
        Trees.delete(path);
    }

    private void sftp(MadeRepository repository, Path path) throws IOException, InterruptedException {
        var log = data.resolve("requests-" + repository.artifacts() + ".log");
        String noting = "ForceCommand " + SFTP_SERVER + " -e -l DEBUG3 2>>" + log;
        try (var sshd = Sshd.start(scratch("sshd-" + repository.artifacts()), KEX);
                var far = far(sshd.port());
                var counting = Sshd.start(scratch("sshd-counting-" + repository.artifacts()), KEX, noting)) {
            Files.createFile(log);
            var counted = new ArtifactPlace.Folder(
                    SftpBenchCommand.target("counted", scratch("counting"), counting, counting.port(), path),
                    path,
                    Optional.empty(),
                    Optional.of(log),
                    Optional.empty());
            var target = SftpBenchCommand.target("by SFTP, 20 ms away", data, sshd, far.port(), path);
            measure(
                    new ArtifactPlace.Folder(
                            target,
                            path,
                            Optional.of(far),
                            Optional.empty(),
                            Files.isExecutable(SFTP_SERVER) ? Optional.of(counted) : Optional.empty()),
                    repository);
        }
    }

    private void s3(MadeRepository repository) throws IOException, InterruptedException {
        if (!isWanted(repository, "s3")) {
            return;
        }
        try (var server = S3WireServer.start(Clock.systemUTC());
                var far = far(server.endpoint().getPort())) {
            server.createBucket(BUCKET);
            server.allow(CREDENTIALS);
            var target = new Target.Bucket(
                    "from S3, 20 ms away",
                    URI.create("http://127.0.0.1:" + far.port()),
                    "aws",
                    CREDENTIALS.accessKeyId(),
                    CREDENTIALS.secretAccessKey(),
                    BUCKET,
                    "team");
            var place = new ArtifactPlace.Bucket(target, server, far);
            place.seed(repository);
            measure(place, repository);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Given away open.
    private static FaultProxy far(int port) throws IOException {
        var far = FaultProxy.to("127.0.0.1", port);
        for (var direction : Direction.values()) {
            far.onEvery(new WireFault.Latency(direction, ONE_WAY));
            far.onEvery(new WireFault.Slow(direction, BYTES_A_SECOND));
        }
        return far;
    }

    private void measure(ArtifactPlace place, MadeRepository repository) throws IOException, InterruptedException {
        var scratch = scratch("clients");
        int size = repository.artifacts();
        var serial = size <= SERIAL ? Serial.WHOLE : size < LARGE ? Serial.STOPPED : Serial.NO;
        new CatalogSyncs(waybill, rclone, meter, scratch, figures)
                .run(place, repository, new Size(size < LARGE ? rounds : 1, size < LARGE, serial));
        Trees.delete(scratch);
    }
}
