package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of symbolic links where they are to be left out by nobody's oversight.
class LinksTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() throws IOException {
        project.close();
        project = new Project(folder);
        project.file("storage/a.txt", "alpha")
                .file("storage/b.txt", "beta")
                .file("storage/models/c.bin", "gamma")
                .file("disk/d.bin", "delta");
        Files.createSymbolicLink(project.path("storage/link.txt"), project.path("storage/a.txt"));
        Files.createSymbolicLink(project.path("storage/models/disk"), project.path("disk"));
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void each_at_the_source_of_a_push_fails_by_its_name_and_nothing_is_deleted() throws IOException {
        assertThat(project.run("push").status()).as("left out and counted").isZero();
        project.file("storage/new.txt", "new");
        Files.delete(project.path("storage/b.txt"));

        var run = project.run("push", "--links", "error", "--delete");
        assertThat(run.status()).as(run.all()).isEqualTo(9);
        assertThat(run.err())
                .contains("(for link.txt)", "(for models/disk)", "--links follow")
                .contains("2 objects failed", "1 deletes were held back");
        assertThat(project.tree(".waybill/remote")).containsKeys("a.txt", "b.txt", "models/c.bin", "new.txt");

        var told = project.run("push", "--links", "error", "--output", "ndjson");
        assertThat(told.status()).isEqualTo(4);
        assertThat(told.lines())
                .filteredOn(line -> line.contains("\"status\":\"failed\""))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"kind\":\"item\""));
    }

    @Test
    void those_that_a_pattern_leaves_out_are_not_missed() {
        project.file("storage/models/.waybillignore", "disk\n");
        var run = project.run("push", "--links", "error", "--exclude", "/link.txt");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(project.run("push", "--links", "error", "--include", "*.bin").status())
                .as("only what is included can be missed")
                .isZero();
    }

    @Test
    void those_at_the_target_are_nobodys_loss() {
        project.run("push");
        var pull = project.run("pull", "--links", "error");
        assertThat(pull.status()).as(pull.all()).isZero();
        assertThat(project.run("sync", "--links", "error").status())
                .as("both sides are a source")
                .isEqualTo(4);
    }

    @Test
    void one_at_the_source_of_a_pull_fails_too() throws IOException {
        project.run("push");
        Files.createSymbolicLink(project.path(".waybill/remote/there"), project.path("disk"));
        var pull = project.run("pull", "--links", "error", "--storage", "copy");
        assertThat(pull.status()).as(pull.all()).isEqualTo(4);
        assertThat(pull.err()).contains("(for there)");
        assertThat(project.tree("copy")).containsKeys("a.txt", "b.txt", "models/c.bin");
    }

    @Test
    void a_plan_says_so_and_the_configuration_can_ask_for_it() {
        var plan = project.run("plan", "push", "--links", "error", "-o", "p.ndjson");
        assertThat(plan.status()).isEqualTo(4);
        assertThat(plan.err()).contains("(for link.txt)", "2 failures");
        project.file("waybill.yaml", "sync:\n  links: error\n");
        assertThat(project.run("push").status()).isEqualTo(4);
        assertThat(project.run("push", "--links", "skip").status()).isZero();
        var unknown = project.run("push", "--links", "preserve");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("preserve").containsIgnoringCase("skip, follow, error");
    }
}
