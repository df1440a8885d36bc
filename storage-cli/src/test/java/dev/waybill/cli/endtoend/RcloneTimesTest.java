package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.cli.CommandRun;
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Times of files between Waybill and the real rclone, where that is installed: each reads what the other wrote.
class RcloneTimesTest {
    /// To the nanosecond, to the second, before 1970 to the second (as far as Java sets it), and in the future.
    private static final Map<String, Instant> TIMES = Map.of(
            "a.txt", Instant.parse("2020-02-02T02:02:02.123456789Z"),
            "b/whole.txt", Instant.parse("2021-03-04T05:06:07Z"),
            "b/old.txt", Instant.parse("1965-04-05T06:07:08Z"),
            "b/tenth.txt", Instant.parse("2022-01-01T00:00:00.1Z"),
            "future.txt", Instant.parse("2068-12-31T23:59:59.999999999Z"));

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "rclone is not installed");
        project.close();
        project = new Project(folder);
        for (var each : TIMES.entrySet()) {
            project.file("storage/" + each.getKey(), "text of " + each.getKey());
            Files.setLastModifiedTime(project.path("storage/" + each.getKey()), FileTime.from(each.getValue()));
        }
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("rclone", "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /// Runs rclone with the remote `there`, which these settings configure.
    private void rclone(Map<String, String> there, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("rclone", "--config=/dev/null", "--retries=1", "--low-level-retries=2"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        there.forEach((name, value) -> builder.environment().put("RCLONE_CONFIG_THERE_" + name, value));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private Map<String, Instant> times(String name) throws IOException {
        Path top = project.path(name);
        var times = new TreeMap<String, Instant>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                times.put(
                        top.relativize(file).toString(),
                        Files.getLastModifiedTime(file).toInstant());
            }
        }
        return times;
    }

    /// What Waybill pushed to `remote` rclone brings back with its times, and the other way round.
    private void requireTimesBothWays(Map<String, String> there, String remote, String bucket)
            throws IOException, InterruptedException {
        requireTimesBothWays(there, remote, bucket, TIMES);
    }

    /// The same where a store keeps times less exactly: what comes back is `kept`.
    private void requireTimesBothWays(
            Map<String, String> there, String remote, String bucket, Map<String, Instant> kept)
            throws IOException, InterruptedException {
        var pushed = project.run("push");
        assertThat(pushed.status()).as(pushed.all()).isZero();
        rclone(there, "copy", "there:" + bucket + "/data", "by-rclone");
        assertThat(project.tree("by-rclone")).isEqualTo(project.tree("storage"));
        assertThat(times("by-rclone")).isEqualTo(kept);

        rclone(there, "copy", "storage", "there:" + bucket + "/theirs");
        CommandRun.Result pulled = project.run("pull", "--storage", "by-waybill", "--remote", remote);
        assertThat(pulled.status()).as(pulled.all()).isZero();
        assertThat(project.tree("by-waybill")).isEqualTo(project.tree("storage"));
        assertThat(times("by-waybill")).isEqualTo(kept);
    }

    @Test
    void times_in_a_bucket_of_s3_are_read_by_each_as_the_other_wrote_them() throws IOException, InterruptedException {
        project.withS3();
        String configured = Files.readString(project.path("waybill.yaml"));
        String other = configured.substring(configured.indexOf("  s3:")).replace("  s3:", "  theirs:");
        project.file("waybill.yaml", configured + other.replace("prefix: data", "prefix: theirs"));
        var there = Map.of(
                "TYPE", "s3",
                "PROVIDER", "Other",
                "ENDPOINT", project.server().endpoint().toString(),
                "REGION", "us-east-1",
                "LIST_VERSION", "2",
                "NO_CHECK_BUCKET", "true",
                "ACCESS_KEY_ID", "someone",
                "SECRET_ACCESS_KEY", Project.SECRET);
        requireTimesBothWays(there, "theirs", "bucket");
    }

    @Test
    void times_in_a_bucket_of_gcs_are_read_by_each_as_the_other_wrote_them() throws IOException, InterruptedException {
        try (GcsWireServer server = GcsWireServer.start(Clock.systemUTC())) {
            server.allowToken("wire-token");
            server.createBucket("bucket");
            String entry = "  %s: { provider: gs, bucket: bucket, prefix: %s, endpoint: \"" + server.endpoint()
                    + "\", accessToken: wire-token }\n";
            project.file(
                    "waybill.yaml",
                    "remote: gs\nremotes:\n" + entry.formatted("gs", "data") + entry.formatted("theirs", "theirs"));
            var there = Map.of(
                    "TYPE", "googlecloudstorage",
                    "ENDPOINT", server.endpoint() + "/storage/v1/",
                    "BUCKET_POLICY_ONLY", "true",
                    "TOKEN",
                            "{\"access_token\":\"wire-token\",\"token_type\":\"Bearer\",\"expiry\":\"2099-01-01T00:00:00Z\"}");
            requireTimesBothWays(there, "theirs", "bucket");
        }
    }

    @Test
    void times_in_a_folder_are_read_by_each_as_the_other_wrote_them() throws IOException, InterruptedException {
        project.file(
                "waybill.yaml",
                "remote: shelf\nremotes:\n  shelf: { provider: file, root: shelf/data, createRoot: yes }\n");
        requireTimesBothWays(Map.of("TYPE", "local"), "file://" + folder + "/shelf/theirs", folder + "/shelf");
    }

    @Test
    void times_in_a_container_of_azure_are_read_by_each_as_the_other_wrote_them()
            throws IOException, InterruptedException {
        Azurite.assumeInstalled();
        String endpoint = "http://127.0.0.1:" + Azurite.shared().port() + "/" + Azurite.EMULATOR_ACCOUNT;
        String container = "times-" + UUID.randomUUID();
        String entry = "  %s: { provider: az, account: " + Azurite.EMULATOR_ACCOUNT + ", container: " + container
                + ", prefix: %s, endpoint: \"" + endpoint + "\", accountKey: \"" + Azurite.EMULATOR_KEY + "\" }\n";
        project.file(
                "waybill.yaml",
                "remote: az\nremotes:\n" + entry.formatted("az", "data") + entry.formatted("theirs", "theirs"));
        var there = Map.of("TYPE", "azureblob", "USE_EMULATOR", "true", "ENDPOINT", endpoint);
        rclone(there, "mkdir", "there:" + container);
        requireTimesBothWays(there, "theirs", container);
    }

    /// The protocol has whole seconds from 1970 on; what is before neither of the two can say.
    @Test
    void times_by_sftp_are_read_by_each_as_the_other_wrote_them_to_the_second()
            throws IOException, InterruptedException {
        Sshd.assumeInstalled();
        Path shelf = Files.createDirectories(project.path("shelf"));
        Files.delete(project.path("storage/b/old.txt"));
        var kept = new TreeMap<>(TIMES);
        kept.remove("b/old.txt");
        kept.replaceAll((name, time) -> time.truncatedTo(ChronoUnit.SECONDS));
        try (Sshd server = Sshd.start(Files.createDirectories(project.path("sshd")))) {
            String ecdsa = Files.readString(server.folder().resolve("host_ecdsa.pub"));
            Path known = Files.writeString(
                    project.path("known_hosts"),
                    server.knownAt(server.port()) + "\n[127.0.0.1]:" + server.port() + " " + ecdsa);
            String entry = "  %s: { provider: sftp, host: 127.0.0.1, port: " + server.port() + ", root: \"" + shelf
                    + "/%s\", createRoot: yes, auth: key, identityFile: \"" + server.identity()
                    + "\", knownHosts: \"" + known + "\", sshConfig: none }\n";
            project.file(
                    "waybill.yaml",
                    "remote: lab\nremotes:\n" + entry.formatted("lab", "data") + entry.formatted("theirs", "theirs"));
            var there = Map.of(
                    "TYPE", "sftp",
                    "HOST", "127.0.0.1",
                    "PORT", Integer.toString(server.port()),
                    "USER", System.getProperty("user.name"),
                    "KEY_FILE", server.identity().toString(),
                    "KNOWN_HOSTS_FILE", known.toString());
            requireTimesBothWays(there, "theirs", shelf.toString(), kept);
        }
    }
}
