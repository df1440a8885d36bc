package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open_a_project() {
        project.close();
        project = new Project(folder).withS3();
    }

    @AfterEach
    void close_the_project() {
        project.close();
    }

    @Test
    void a_sound_bucket_is_safe_and_left_as_it_was() {
        var result = project.run("doctor", "s3");

        assertThat(result.status()).as(result.all()).isZero();
        assertThat(result.out())
                .contains("ok       put-if-absent")
                .contains("ok       key-order")
                .contains("MiB/s up")
                .contains("push and pull are safe here");
        assertThat(project.run("ls", "s3:").out()).isEmpty();
    }

    @Test
    void a_folder_is_safe_and_left_as_it_was() {
        project.file("kept/a.txt", "a");
        var result = project.run("doctor", folder.resolve("kept").toUri().toString(), "--output", "json");

        assertThat(result.status()).as(result.all()).isZero();
        assertThat(result.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("{\"v\":1,\"type\":\"checkup\",\"store\":")
                        .contains("\"safe\":true")
                        .contains("{\"check\":\"put-if-match\",\"verdict\":\"holds\""));
        assertThat(project.tree("kept")).containsOnlyKeys("a.txt");
    }

    @Test
    void a_bucket_that_is_not_there_is_no_finding_but_an_error() {
        var result = project.run("doctor", "s3:");
        assertThat(result.status()).as(result.all()).isZero();

        CommandRun.Result missing = project.run("doctor", "file:///no/such/folder");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.err()).contains("/no/such/folder");
    }
}
