package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects of a bucket that a folder cannot hold under their names.
class NamesTest {
    private static final String LONG = "n".repeat(300);

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        project.withS3().file("storage/plain", "1").file("sources/x", "2");
        for (String key : new String[] {"a", "a/b", "plain", LONG}) {
            assertThat(project.run("cp", "sources/x", "s3:" + key).status()).isZero();
        }
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void they_fail_by_themselves_and_each_is_told_with_its_rule() {
        var run = project.run("pull", "--output", "ndjson");

        assertThat(run.status()).as(run.all()).isEqualTo(4);
        assertThat(run.out()).contains("\"key\":\"a/b\"", "\"key\":\"" + LONG + "\"", "255 bytes");
        assertThat(project.path("storage/a")).hasContent("2");
    }

    @Test
    void they_can_be_left_out_by_flag_and_by_configuration() throws IOException {
        var run = project.run("pull", "--names", "skip", "--overwrite");

        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.err()).contains("left out: a/b: ", "left out: nnn");
        var bad = project.run("pull", "--names", "shout");
        assertThat(bad.status()).isEqualTo(2);
        Files.writeString(
                project.path("waybill.yaml"),
                Files.readString(project.path("waybill.yaml")) + "\nsync:\n  names: skip\n");
        assertThat(project.run("pull").status()).isZero();
    }

    @Test
    void a_plan_says_which_names_they_get_and_applying_it_gives_them() throws IOException {
        var planned = project.run("plan", "pull", "--overwrite", "--names", "rename", "-o", "p.ndjson");
        assertThat(planned.status()).as(planned.all()).isZero();
        assertThat(Files.readString(project.path("p.ndjson"))).contains("\"as\":\"%wb");
        assertThat(project.path("storage/a")).doesNotExist();

        var applied = project.run("apply", "p.ndjson");
        assertThat(applied.status()).as(applied.all()).isZero();
        assertThat(project.path("storage/a")).hasContent("2");
        assertThat(project.run("apply", "p.ndjson").status()).isZero();
        var again = project.run("push", "--names", "rename");
        assertThat(again.status()).as(again.all()).isZero();
        assertThat(again.out()).contains("nothing to do, 4 objects unchanged");
        assertThat(project.run("pull").out()).contains("nothing to do, 4 objects unchanged");
    }

    @Test
    void a_plan_with_a_name_that_stands_for_something_else_is_refused() throws IOException {
        assertThat(project.run("plan", "pull", "--overwrite", "--names", "rename", "-o", "p.ndjson")
                        .status())
                .isZero();
        String plan = Files.readString(project.path("p.ndjson"));
        Files.writeString(project.path("p.ndjson"), plan.replace("\"as\":\"%wb", "\"as\":\"%wc"));

        assertThat(project.run("apply", "p.ndjson").status()).isEqualTo(2);
    }
}
