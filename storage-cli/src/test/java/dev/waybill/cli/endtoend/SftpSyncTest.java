package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.ssh.NeedsSshd;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Push and pull by SFTP, against OpenSSH behind a proxy that counts.
@NeedsSshd
class SftpSyncTest {
    private Optional<FaultProxy> proxy = Optional.empty();
    private Project project = new Project(Path.of("."));

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after the test
    void open_a_project(@TempDir Path folder, Sshd sshd) throws IOException {
        proxy = Optional.of(FaultProxy.to("127.0.0.1", sshd.port()));
        int port = proxy.get().port();
        project.close();
        project = new Project(folder)
                .file("waybill.yaml", Lab.configuration(sshd, port, folder, List.of("remoteCommands: yes")));
    }

    @AfterEach
    void close_the_proxy() throws IOException {
        proxy.orElseThrow().close();
    }

    private void run(String... arguments) {
        var result = project.run(arguments);
        assertThat(result.status()).as(result.all()).isZero();
    }

    @Test
    @Timeout(60)
    void a_comparison_by_checksum_moves_no_contents() throws IOException {
        byte[] bytes = TestSources.bytes(8 << 20, 1);
        Files.createDirectories(project.path("storage"));
        Files.write(project.path("storage/a.bin"), bytes);
        Files.write(project.path("root/a.bin"), bytes);
        Files.setLastModifiedTime(project.path("root/a.bin"), FileTime.from(Instant.ofEpochSecond(1_600_000_000L)));
        // Once with nothing noted of an earlier sync, once with that.
        run("push", "--compare", "checksum");
        run("push", "--compare", "checksum");
        // A change that neither size nor time shows.
        var modified = Files.getLastModifiedTime(project.path("root/a.bin"));
        bytes[5] ^= 1;
        Files.write(project.path("root/a.bin"), bytes);
        Files.setLastModifiedTime(project.path("root/a.bin"), modified);
        var status = project.run("pull", "--compare", "checksum", "--dry-run");
        assertThat(status.out()).as(status.all()).contains("a.bin");
        var passed = proxy.orElseThrow().statistics();
        assertThat(passed.bytesUp() + passed.bytesDown()).isLessThan(1 << 20);
    }

    @Test
    void a_folder_is_removed_by_the_server_itself() throws IOException {
        for (int i = 0; i < 300; i++) {
            project.file("root/old/" + i % 10 + "/file-" + i, "x");
        }
        project.file("root/kept/file", "x");
        run("rm", "-r", "lab:old");
        assertThat(project.tree("root")).containsOnlyKeys("kept/file");
        assertThat(project.path("root/old")).doesNotExist();
    }
}
