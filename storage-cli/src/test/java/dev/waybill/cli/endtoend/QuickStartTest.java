package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.cli.CommandRun;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.operation.RemoteStorage;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The first eight steps of a user who has models on a server and nothing here, in their order, against OpenSSH:
/// configure, open, connect and sync, list, look at one, download, manage, close.
@Timeout(120)
@SuppressWarnings("try") // closing is one of the steps
class QuickStartTest {
    private static final ArtifactId MODEL = new ArtifactId("model", "my-model");
    private static final ArtifactId OLD = new ArtifactId("model", "old-model");

    @TempDir
    private Path files;

    @TempDir
    private Path folder;

    private Sshd server;
    private Project project;

    @BeforeEach
    void fill_the_server() throws IOException {
        Sshd.assumeInstalled();
        server = Sshd.start(files, "LogLevel VERBOSE");
        project = new Project(folder);
        for (int version = 1; version <= 3; version++) {
            project.file("server/out/model.pth", "weights " + version).file("server/out/cfg/net.yaml", "layers: 2");
            there(
                    "artifact",
                    "save",
                    "model/my-model",
                    "out",
                    "--metadata",
                    "accuracy=0.9" + version,
                    "--in",
                    "./data");
        }
        there("artifact", "save", "model/old-model", "out", "--in", "./data");
        there("artifact", "save", "dataset/faces", "out/cfg", "--in", "./data");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
            project.close();
        }
    }

    /// Runs the command on the server, by whoever trains there.
    private void there(String... arguments) {
        var run = CommandRun.in(project.path("server")).run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
    }

    private CommandRun.Result done(String... arguments) {
        var run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return run;
    }

    private List<String> remote() {
        return List.of(
                "sftp://127.0.0.1:" + server.port() + project.path("server/data"),
                "auth=key",
                "identityFile=" + server.identity(),
                "knownHosts=" + project.path("known_hosts"),
                "sshConfig=none",
                "remoteCommands=yes");
    }

    private String fingerprint() throws IOException {
        var print = new ProcessBuilder(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        server.folder().resolve("host_ed25519.pub").toString())
                .start();
        return print.inputReader().readLine().split(" ", -1)[1];
    }

    @Test
    void by_commands() throws IOException {
        // 1. Configure the connection.
        done(
                "remote",
                "add",
                "lab",
                remote().get(0),
                remote().get(1),
                remote().get(2),
                remote().get(3),
                remote().get(4),
                remote().get(5));
        assertThat(done("remote", "ls").out()).contains("lab", "sftp", "never");
        // 2. Accept the server.
        done("remote", "trust", "lab", "--fingerprint", fingerprint());
        // 3. Connect and sync metadata.
        assertThat(done("remote", "sync", "lab").out()).contains("now 3 artifacts, 5 versions");
        // 4. List, from here.
        assertThat(done("artifact", "ls", "--offline", "--in", "lab:").out())
                .contains("model/my-model", "v3", "model/old-model", "dataset/faces");
        // 5. Look at one, from here.
        assertThat(done("artifact", "show", "my-model:v3", "--offline", "--in", "lab:")
                        .out())
                .contains("accuracy = 0.93", "2 files");
        assertThat(done("artifact", "files", "my-model:v3", "--offline", "--in", "lab:")
                        .out())
                .contains("model.pth", "cfg/net.yaml");
        // 6. Download.
        done("artifact", "get", "my-model:v3", "net", "--in", "lab:");
        assertThat(project.tree("net"))
                .containsEntry("model.pth", "weights 3")
                .containsEntry("cfg/net.yaml", "layers: 2")
                .hasSize(2);
        // 7. Manage; it shows here at once.
        done("artifact", "alias", "my-model:v3", "production", "--in", "lab:");
        done("artifact", "tag", "my-model:v3", "validated", "--in", "lab:");
        done("artifact", "rm", "old-model:v1", "--in", "lab:");
        done("artifact", "rm", "my-model:v1", "--permanently", "--in", "lab:");
        assertThat(project.path("server/data/artifacts/model/my-model/v1")).doesNotExist();
        assertThat(project.path("server/data/artifacts/model/old-model/v1/.deleted"))
                .exists();
        assertThat(server.folder().resolve("sshd.log")).content().contains("Starting session: command");
        // 8. Close: what is known here stays when the server is away.
        server.kill();
        assertThat(done("artifact", "versions", "old-model", "--offline", "--in", "lab:")
                        .out())
                .contains("v1 (deleted)");
        assertThat(done("artifact", "show", "my-model:production", "--offline", "--in", "lab:")
                        .out())
                .contains("validated");
        assertThat(done("artifact", "history", "--in", "lab:").out())
                .contains("set-alias", "tag", "delete", "remove")
                .doesNotContain("begun", "failed");
    }

    @Test
    void by_remote_storage() throws IOException, InterruptedException {
        // 1. Configure the connection.
        Files.writeString(project.path("known_hosts"), server.knownAt(server.port()));
        done(
                "remote",
                "add",
                "lab",
                remote().get(0),
                remote().get(1),
                remote().get(2),
                remote().get(3),
                remote().get(4),
                remote().get(5));
        try (var here = new StorageHere(folder);
                // 2. Open it, which connects to nothing.
                var storage = new RemoteStorage(here.remote("lab"), KeyPrefix.ALL, here.settings())) {
            // 3. Connect and sync metadata.
            storage.connect();
            var documents = new AtomicLong();
            var fetched = new AtomicLong();
            var report = storage.syncMetadata(MetadataSyncOptions.DEFAULT, new MetadataSyncListener() {
                @Override
                public void planned(long more, long bytes) {
                    documents.addAndGet(more);
                }

                @Override
                public void fetched(ObjectKey key, long bytes) {
                    fetched.incrementAndGet();
                }
            });
            assertThat(report.problems()).isEmpty();
            assertThat(fetched.get()).isEqualTo(documents.get()).isEqualTo(3 + 2 * 5);
            // 4. List, from here.
            assertThat(storage.listArtifacts())
                    .extracting(each -> each.id().toString())
                    .containsExactly("dataset/faces", "model/my-model", "model/old-model");
            // 5. Look at one, from here.
            ArtifactVersion version = storage.loadArtifact(MODEL, 3);
            assertThat(version.metadata().metadata().toString()).contains("0.93");
            assertThat(version.manifest().files())
                    .extracting(file -> file.path().value())
                    .containsExactlyInAnyOrder("model.pth", "cfg/net.yaml");
            // 6. Download.
            var moved = new AtomicLong();
            var download = storage.downloadArtifact(MODEL, 3, new DownloadListener() {
                @Override
                public void planned(List<ManifestFile> wanted) {}

                @Override
                public void moved(long bytes) {
                    moved.addAndGet(bytes);
                }

                @Override
                public void finished() {}
            });
            assertThat(download.result().failures()).isEmpty();
            assertThat(download.folder().resolve("model.pth")).hasContent("weights 3");
            assertThat(moved.get()).isEqualTo(version.manifest().fileBytes());
            // 7. Manage; it shows here at once.
            storage.setAlias(MODEL, 3, "production");
            storage.addTags(MODEL, 3, List.of("validated"));
            storage.deleteVersion(OLD, 1);
            storage.removeVersion(MODEL, 1);
            assertThat(storage.listVersions(OLD)).allMatch(each -> each.deleted());
            assertThat(storage.listVersions(MODEL)).hasSize(2);
            assertThat(server.folder().resolve("sshd.log")).content().contains("Starting session: command");
            // 8. Close: what is known here stays, and what needs the server says what to do.
            storage.close();
            server.kill();
            assertThat(storage.loadArtifact(MODEL, 3).aliases()).contains("production");
            assertThat(storage.loadArtifact(MODEL, 3).metadata().tags()).contains("validated");
            assertThat(storage.status().connected()).isFalse();
            assertThat(storage.history(10)).hasSize(4);
            assertThat(storage.clearCache().versions()).isOne();
            assertThatExceptionOfType(ArtifactFailure.Refused.class)
                    .isThrownBy(() -> storage.downloadArtifact(MODEL, 3, DownloadListener.NONE))
                    .withMessageContaining("not connected to sftp://");
            assertThatExceptionOfType(ArtifactFailure.Refused.class)
                    .isThrownBy(() -> storage.setAlias(MODEL, 3, "other"));
        }
    }
}
