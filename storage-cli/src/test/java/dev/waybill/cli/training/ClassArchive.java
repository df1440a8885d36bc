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

/// An archive of the classes that commands load, from which Java takes them the next time: made by real commands on a
/// folder, and on an S3 endpoint, a server of Google's API and an SSH server in this process, which is reached also by
/// OpenSSH's client.
public final class ClassArchive {
    private static final long MOST_MINUTES = 4;

    private ClassArchive() {}

    /// Makes one, or tells on standard error why it was not made.
    ///
    /// @param archive the file
    /// @param program the end of Java's command line, which starts `waybill`; all of its class path is jars
    /// @param commands what it runs, with the remotes `s3`, `gs`, `ssh` and `own-ssh`; arguments are parted by tabs
    public static boolean isMade(Path archive, List<String> program, List<String> commands)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path work = Files.createTempDirectory("waybill-training-");
        try (var server = S3WireServer.start(Clock.systemUTC());
                var gs = GcsWireServer.start(Clock.systemUTC());
                var ssh = SftpTrainingServer.start(work)) {
            server.allow(S3Credentials.of("training", "training-secret"));
            server.createBucket("training");
            gs.allowToken("training");
            gs.createBucket("training");
            prepare(work, server.endpoint().toString(), gs.endpoint().toString(), ssh);
            Files.write(work.resolve("commands"), commands);
            return isTrained(archive, program, work);
        } finally {
            remove(work);
        }
    }

    private static void prepare(Path work, String endpoint, String gs, SftpTrainingServer ssh) throws IOException {
        Path storage = work.resolve("storage");
        Files.createDirectories(storage.resolve("notes"));
        Files.writeString(storage.resolve("a.txt"), "a");
        Files.writeString(storage.resolve("notes/b.txt"), "b".repeat(300_000));
        Files.writeString(work.resolve("waybill.yaml"), """
                        # The ways in which people write one: blocks and lists of both kinds, with quotes and without.
                        storage: ./storage
                        sync:
                          exclude:
                            - "*.tmp"
                            - '*.bak'
                        remotes:
                          s3:
                            provider: s3
                            profile: aws
                            pathStyle: true
                            bucket: training
                            endpoint: "%s"
                            accessKeyId: training
                            secretAccessKey: training-secret
                          gs: { provider: gs, bucket: training, endpoint: "%s", accessToken: training }
                          ssh:
                            provider: sftp
                        %s
                          own-ssh:
                            provider: sftp
                            sshProgram: ssh
                            agent: none
                            ciphers: [aes128-gcm@openssh.com]
                        %s
                        """.formatted(
                        endpoint, gs, ssh.settings().indent(4), ssh.settings().indent(4)));
    }

    private static boolean isTrained(Path archive, List<String> program, Path work)
            throws IOException, InterruptedException {
        Path log = work.resolve("training.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ArchiveClassesAtExit=" + archive,
                // The same as in the launcher: an archive fits no other collector.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dwaybill.training=" + work));
        command.addAll(program);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        boolean made = ended && process.exitValue() == 0 && Files.exists(archive);
        if (!made) {
            System.err.println(archive + " was not made:\n" + Files.readString(log));
        }
        return made;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
