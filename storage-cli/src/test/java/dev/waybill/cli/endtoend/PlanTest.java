package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plan and apply as a user types them.
class PlanTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        for (int i = 0; i < 12; i++) {
            project.file("storage/k%02d.txt".formatted(i), "text " + i);
        }
        project.withS3();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private void edit() throws IOException {
        assertThat(project.run("push").status()).isZero();
        project.file("storage/k00.txt", "edited").file("storage/new.txt", "new");
        Files.delete(project.path("storage/k01.txt"));
    }

    private String remoteFiles() {
        return project.run("ls", "s3:").out();
    }

    @Test
    void a_plan_in_a_file_is_applied_and_then_nothing_is_left_to_do() throws IOException {
        edit();
        var planned = project.run("plan", "push", "--delete", "-o", "p.ndjson");
        assertThat(planned.status()).as(planned.all()).isZero();
        assertThat(planned.out()).isEmpty();
        assertThat(planned.err()).contains("2 objects to move, 1 to delete");
        assertThat(remoteFiles()).contains("k01.txt").doesNotContain("new.txt");

        var applied = project.run("apply", "p.ndjson");
        assertThat(applied.status()).as(applied.all()).isZero();
        assertThat(remoteFiles()).contains("new.txt").doesNotContain("k01.txt");
        assertThat(project.run("push", "--delete").out()).contains("nothing to do");

        long puts = project.requests("PUT");
        var again = project.run("apply", "p.ndjson");
        assertThat(again.status()).as(again.all()).isZero();
        assertThat(again.out()).contains("nothing to do");
        assertThat(project.requests("PUT")).isEqualTo(puts);
    }

    @Test
    void a_plan_goes_through_a_pipe() throws IOException {
        edit();
        var planned = project.run("plan", "push");
        assertThat(planned.lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("{\"v\":1,\"type\":"));
        var applied = project.command().reading(planned.out()).run("apply", "-");
        assertThat(applied.status()).as(applied.all()).isZero();
        assertThat(remoteFiles()).contains("new.txt");
    }

    @Test
    void what_has_moved_since_is_a_conflict_and_ends_with_4() throws IOException {
        edit();
        project.run("plan", "push", "-o", "p.ndjson");
        project.file("storage/k00.txt", "edited once more");
        var applied = project.run("apply", "p.ndjson");
        assertThat(applied.status()).isEqualTo(4);
        assertThat(applied.err()).contains("k00.txt").contains("the source changed since the plan was made");
        assertThat(project.run("cat", "s3:k00.txt").out()).isEqualTo("text 0");
        assertThat(remoteFiles()).contains("new.txt");
    }

    @Test
    void parts_of_a_plan_are_applied_one_by_one_and_deletes_wait_for_the_others() throws IOException {
        edit();
        project.run("plan", "push", "--delete", "-o", "p.ndjson");
        List<String> lines = Files.readAllLines(folder.resolve("p.ndjson"));
        var names = new ArrayList<String>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            names.add("part-" + i);
            project.file("part-" + i, lines.get(i) + '\n');
        }
        assertThat(project.run("apply", "part-1").status())
                .as("a part without its plan")
                .isEqualTo(2);

        var statuses = new ArrayList<Integer>();
        for (String name : names) {
            statuses.add(project.run("apply", name, "--part-of", "p.ndjson").status());
        }
        assertThat(statuses).as("the delete came too early").containsExactly(0, 9, 0, 0, 0);
        assertThat(remoteFiles()).contains("k01.txt", "new.txt");
        assertThat(project.run("apply", "part-3", "--part-of", "p.ndjson").status())
                .isZero();
        assertThat(remoteFiles()).doesNotContain("k01.txt");
    }

    @Test
    void a_damaged_plan_is_refused_with_its_line() throws IOException {
        edit();
        project.run("plan", "push", "-o", "p.ndjson");
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("p.ndjson")));
        lines.set(2, lines.get(2).replace("\"key\":\"", "\"key\":\"../"));
        project.file("p.ndjson", String.join("\n", lines) + '\n');
        var applied = project.run("apply", "p.ndjson");
        assertThat(applied.status()).isEqualTo(2);
        assertThat(applied.err()).contains("p.ndjson, line 3").contains("damaged or was changed");
        assertThat(remoteFiles()).doesNotContain("new.txt");
    }

    @Test
    void a_plan_of_other_stores_is_refused() throws IOException {
        edit();
        project.run("plan", "push", "-o", "p.ndjson");
        var applied = project.run("apply", "p.ndjson", "--remote", "embedded");
        assertThat(applied.status()).isEqualTo(2);
        assertThat(applied.err()).contains("the plan is for").contains("--remote");
    }

    @Test
    void a_plan_names_its_remote_whatever_is_the_default_when_it_is_applied() throws IOException {
        edit();
        project.run("plan", "push", "-o", "p.ndjson");
        String yaml = Files.readString(folder.resolve("waybill.yaml"));
        project.file("waybill.yaml", yaml.replaceFirst("remote: s3\n", ""));
        var applied = project.run("apply", "p.ndjson");
        assertThat(applied.status()).as(applied.all()).isZero();
        assertThat(remoteFiles()).contains("new.txt");
    }

    @Test
    void a_plan_does_not_choose_a_store_that_is_not_configured() throws IOException {
        edit();
        Files.createDirectories(folder.resolve("elsewhere"));
        String url = "file://" + folder.resolve("elsewhere");
        assertThat(project.run("plan", "push", "--remote", url, "-o", "p.ndjson")
                        .status())
                .isZero();
        var applied = project.run("apply", "p.ndjson");
        assertThat(applied.status()).isEqualTo(2);
        assertThat(applied.err()).contains(url).contains("not configured here");
        assertThat(project.tree("elsewhere")).isEmpty();
        assertThat(project.run("apply", "p.ndjson", "--remote", url).status()).isZero();
        assertThat(project.tree("elsewhere")).containsEntry("new.txt", "new");
    }

    @Test
    void what_the_guard_would_hold_back_ends_with_8_until_it_is_forced() throws IOException {
        project.run("push");
        for (int i = 0; i < 12; i++) {
            Files.delete(project.path("storage/k%02d.txt".formatted(i)));
        }
        var planned = project.run("plan", "push", "--delete", "-o", "p.ndjson");
        assertThat(planned.status()).isEqualTo(8);
        assertThat(planned.err()).contains("--force-delete");
        assertThat(project.run("apply", "p.ndjson").status()).isEqualTo(8);
        assertThat(remoteFiles()).contains("k00.txt");
        assertThat(project.run("apply", "p.ndjson", "--force-delete").status()).isZero();
        // What was kept, for waybill undo.
        assertThat(remoteFiles()).isEqualTo(".waybill/\n");
    }

    @Test
    void a_plan_that_cannot_be_made_leaves_no_file() {
        project.loseServer();
        var planned = project.run("plan", "push", "-o", "p.ndjson");
        assertThat(planned.status()).isEqualTo(5);
        assertThat(planned.err()).contains("no plan was made");
        assertThat(folder.resolve("p.ndjson")).doesNotExist();
        assertThat(folder.resolve("p.ndjson.unfinished")).doesNotExist();
    }

    @Test
    void no_plan_names_a_secret() throws IOException {
        edit();
        assertThat(project.run("plan", "push").all())
                .doesNotContain(Project.SECRET)
                .doesNotContain("someone");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        var applied = project.run("apply", "nowhere.ndjson");
        assertThat(applied.status()).isEqualTo(3);
        assertThat(applied.err()).contains("nowhere.ndjson");
    }
}
