package dev.waybill.cli.training;

import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Makes Java's start-up cache of the packaged command, by real commands on a folder, and on an S3 endpoint, a
/// server of Google's API and an SSH server in this process. The build runs it with the Java that runs the build, once
/// the command lies in its place.
final class StartupCacheMaker {
    private static final long MOST_MINUTES = 4;
    private static final int ATTEMPTS = 2;

    /// Where the launcher looks for it.
    private static final String CACHE = "waybill.jsa";

    /// What is started often, and what loads most. Arguments are parted by tabs.
    private static final List<String> COMMANDS = List.of(
            "--version",
            "--help",
            "push",
            "push",
            "push\t--remote\ts3",
            "ls\ts3:",
            "ls\t-l\ts3:notes/",
            "tree\ts3:",
            "du\ts3:",
            "stat\ts3:a.txt",
            "cat\ts3:a.txt",
            "cp\ts3:a.txt\tcopied.txt",
            "cp\tcopied.txt\ts3:copied/",
            "cp\t-r\tstorage\ts3:all/",
            "mv\ts3:copied/copied.txt\ts3:moved.txt",
            "rm\ts3:moved.txt",
            "rm\t-r\ts3:all",
            "status\t--remote\ts3",
            "pull\t--remote\ts3\t--storage\tpulled/storage",
            "pull\t--remote\ts3\t--output\tndjson",
            "push\t--remote\tssh",
            "ls\tssh:",
            "cat\tssh:a.txt",
            "pull\t--remote\tssh\t--storage\tpulled-by-ssh/storage",
            "push\t--remote\tgs",
            "ls\tgs:",
            "pull\t--remote\tgs\t--storage\tpulled-from-gs/storage",
            "artifact\tsave\tmodel/net\tstorage\t--in\ts3:repository\t--run\ta/b/20260101_000000_0a1b2c",
            "artifact\tsave\tmodel/net\tstorage\t--in\t./by-ssh/repository",
            "artifact\tls\t--in\ts3:repository",
            "artifact\tget\tnet\tfetched\t--in\ts3:repository",
            "artifact\tget\tnet\t--in\tssh:repository",
            "remote\tsync\ts3:repository",
            "remote\tsync\ts3:repository",
            "remote\tsync\tssh:repository",
            "remote\tsync\tssh:repository",
            "artifact\tls\t--offline\t--in\tssh:repository",
            "artifact\tshow\tnet\t--offline\t--in\tssh:repository",
            "artifact\tsearch\tnet\t--in\tssh:repository",
            "artifact\tlineage\tnet:v1\t--offline\t--in\ts3:repository",
            "remote\tstatus",
            "ls",
            "config\tcheck");

    private StartupCacheMaker() {}

    /// Makes the cache.
    ///
    /// @param arguments the folder of the packaged command
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Signatures.removeFrom(home.resolve("lib"));
        for (int attempt = 1; !isMade(home); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("the start-up cache could not be made");
            }
        }
        noteJava(home);
    }

    /// Makes it; on a machine that is very busy the commands it watches may fail, so that it is tried again.
    private static boolean isMade(Path home) throws IOException, InterruptedException, GeneralSecurityException {
        Path work = Files.createTempDirectory("waybill-training-");
        try (var server = S3WireServer.start(Clock.systemUTC());
                var gs = GcsWireServer.start(Clock.systemUTC());
                var ssh = SftpTrainingServer.start(work)) {
            server.allow(S3Credentials.of("training", "training-secret"));
            server.createBucket("training");
            gs.allowToken("training");
            gs.createBucket("training");
            prepare(work, server.endpoint().toString(), gs.endpoint().toString(), ssh.remote());
            return train(home, work);
        } finally {
            remove(work);
        }
    }

    private static void prepare(Path work, String endpoint, String gs, String ssh) throws IOException {
        Path storage = work.resolve("storage");
        Files.createDirectories(storage.resolve("notes"));
        Files.writeString(storage.resolve("a.txt"), "a");
        Files.writeString(storage.resolve("notes/b.txt"), "b".repeat(300_000));
        Files.writeString(work.resolve("waybill.yaml"), """
                        storage: ./storage
                        remotes:
                          s3: { provider: s3, profile: aws, pathStyle: true, bucket: training, endpoint: "%s", accessKeyId: training, secretAccessKey: training-secret }
                          gs: { provider: gs, bucket: training, endpoint: "%s", accessToken: training }
                          ssh: %s
                        """.formatted(endpoint, gs, ssh));
        Files.write(work.resolve("commands"), COMMANDS);
    }

    private static boolean train(Path home, Path work) throws IOException, InterruptedException {
        Path log = work.resolve("training.log");
        List<String> command = new ArrayList<>(List.of(java().toString()));
        command.addAll(List.of(
                "-XX:ArchiveClassesAtExit=" + home.resolve(CACHE),
                // The same as in the launcher: a cache fits no other collector.
                "-XX:+UseSerialGC",
                "-Dwaybill.training=" + work,
                "-jar",
                home.resolve("lib/waybill.jar").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        boolean made = ended && process.exitValue() == 0 && Files.exists(home.resolve(CACHE));
        if (!made) {
            System.err.println("the start-up cache was not made:\n" + Files.readString(log));
        }
        return made;
    }

    /// The launcher uses the cache with the very Java that made it, and prefers that Java.
    private static void noteJava(Path home) throws IOException {
        Files.writeString(
                home.resolve("built-with"),
                String.join("\n", System.getProperty("java.home"), System.getProperty("java.runtime.version"), vendor())
                        + "\n");
    }

    private static String vendor() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(System.getProperty("java.home"), "release"))) {
            return lines.filter(line -> line.startsWith("IMPLEMENTOR="))
                    .map(line -> line.substring("IMPLEMENTOR=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("");
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
