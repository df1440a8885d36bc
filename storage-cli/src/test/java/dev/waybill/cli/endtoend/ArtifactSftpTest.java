package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.testkit.ssh.NeedsSshd;
import dev.waybill.testkit.ssh.Sshd;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `waybill artifact` over SSH, whose store can write only what is absent.
@NeedsSshd
class ArtifactSftpTest {
    private static final int WRITERS = 4;
    private static final int EACH = 3;

    @Test
    @Timeout(180)
    void versions_saved_at_once_get_consecutive_numbers_and_all_are_right(@TempDir Path folder, Sshd server)
            throws Exception {
        try (var project = new Project(folder)) {
            project.withSftp(server);
            try (var tasks = Tasks.failingFast(WRITERS)) {
                for (int who = 0; who < WRITERS; who++) {
                    int writer = who;
                    tasks.submit(() -> save(project, writer));
                }
                tasks.join();
            }
            List<String> expected = IntStream.rangeClosed(1, WRITERS * EACH)
                    .mapToObj(number -> "v" + number)
                    .toList();
            var versions = project.run("artifact", "versions", "net", "--in", "lab:repository");
            assertThat(versions.lines().stream().skip(1).map(line -> line.split(" ", 2)[0]))
                    .containsExactlyElementsOf(expected);
            assertThat(project.run("artifact", "alias", "net:v3", "production", "--in", "lab:repository")
                            .status())
                    .isZero();
            var verified = project.run("artifact", "verify", "--content", "--in", "lab:repository");
            assertThat(verified.status()).as(verified.all()).isZero();
            assertThat(project.run("artifact", "get", "net:production", "fetched", "--in", "lab:repository")
                            .status())
                    .isZero();
            assertThat(project.tree("root/repository/artifacts/model/net/v3/files"))
                    .isEqualTo(project.tree("fetched"));
        }
    }

    private static void save(Project project, int writer) {
        for (int i = 0; i < EACH; i++) {
            String file = "out-" + writer + "/weights.bin";
            project.file(file, writer + " " + i);
            CommandRun.Result saved = project.run("artifact", "save", "model/net", file, "--in", "lab:repository");
            assertThat(saved.status()).as(saved.all()).isZero();
        }
    }
}
