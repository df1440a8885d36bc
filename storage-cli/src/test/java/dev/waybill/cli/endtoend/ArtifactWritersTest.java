package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.ssh.NeedsSshd;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many processes save versions of one artifact at once: none is lost, and each gets a number of its own.
///
/// `-Dwaybill.test.args=-Dwaybill.writers.each=25` makes eight of them save as many each, in some minutes.
class ArtifactWritersTest {
    private static final Integer EACH = Integer.getInteger("waybill.writers.each");
    private static final int PROCESSES = EACH == null ? 4 : 8;

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3();
    }

    @AfterEach
    void close() {
        project.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"./repository", "s3:repository"})
    @Timeout(600)
    void processes_that_save_at_once_get_consecutive_numbers(String repository) throws Exception {
        saveAtOnce(repository, 5);
    }

    @Test
    @NeedsSshd
    @Timeout(1200)
    void processes_that_save_at_once_over_ssh_get_consecutive_numbers(Sshd server) throws Exception {
        project.withSftp(server);
        saveAtOnce("lab:repository", 3);
    }

    private void saveAtOnce(String repository, int few) throws IOException, InterruptedException {
        int each = EACH == null ? few : EACH;
        var processes = new ArrayList<Process>();
        try {
            for (int who = 0; who < PROCESSES; who++) {
                processes.add(ArtifactWriter.start(folder, repository, who, each));
            }
            for (Process process : processes) {
                String said = said(process);
                assertThat(process.waitFor()).as(said).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        List<String> expected = IntStream.rangeClosed(1, PROCESSES * each)
                .mapToObj(number -> "v" + number)
                .toList();
        var versions = project.run("artifact", "versions", "net", "--in", repository);
        assertThat(versions.lines().stream().skip(1).map(line -> line.split(" ", 2)[0]))
                .containsExactlyElementsOf(expected);
        var verified = project.run("artifact", "verify", "--content", "--in", repository);
        assertThat(verified.status()).as(verified.all()).isZero();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
