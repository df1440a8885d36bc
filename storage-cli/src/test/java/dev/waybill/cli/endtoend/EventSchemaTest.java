package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the commands really print, checked by the schemas in `docs`.
class EventSchemaTest {
    private static final JsonSchema EVENTS = JsonSchema.of("sync-events-1.schema.json");
    private static final JsonSchema PLANS = JsonSchema.of("plan-1.schema.json");

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    /// Synced objects of which, here and there, some are new, changed, deleted, alike, or in conflict.
    @BeforeEach
    void make_all_kinds_of_differences() throws IOException {
        project.close();
        project = new Project(folder);
        for (int i = 0; i < 20; i++) {
            project.file("storage/k%02d.txt".formatted(i), "text " + i);
        }
        assertThat(project.run("push").status()).isZero();
        project.file("storage/new \"ü\".txt", "new").file("storage/k00.txt", "edited");
        project.file("storage/k01.txt", "mine").file(".waybill/remote/k01.txt", "theirs");
        project.file("storage/k02.txt", "same").file(".waybill/remote/k02.txt", "same");
        project.file(".waybill/remote/k03.txt", "changed there").file(".waybill/remote/there.txt", "new there");
        Files.delete(project.path("storage/k04.txt"));
        Files.delete(project.path("storage/k05.txt"));
        Files.delete(project.path(".waybill/remote/k05.txt"));
        Files.createSymbolicLink(project.path("storage/link"), project.path("storage/k00.txt"));
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static void assertFits(JsonSchema schema, CommandRun.Result run) {
        assertThat(run.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(schema.problems(line)).as(line).isEmpty());
    }

    @Test
    void plans_are_as_their_schema_says() {
        assertFits(PLANS, project.run("plan", "push", "--delete", "--max-delete", "5", "--exclude", "*.tmp"));
        assertFits(PLANS, project.run("plan", "pull", "--delete", "--compare", "checksum"));
        assertFits(PLANS, project.run("plan", "push", "--overwrite", "--restore", "--links", "follow"));
    }

    @Test
    void events_are_as_their_schema_says() {
        assertFits(EVENTS, project.run("push", "--delete", "--dry-run", "--output", "ndjson"));
        assertFits(EVENTS, project.run("status", "--output", "ndjson"));
        project.run("plan", "push", "--delete", "-o", "p.ndjson");
        project.file("storage/k00.txt", "edited since");
        var applied = project.run("apply", "p.ndjson", "--output", "ndjson");
        assertThat(applied.status()).isEqualTo(9);
        assertThat(applied.out()).contains("\"source-moved\"").contains("\"command\":\"apply\"");
        assertFits(EVENTS, applied);
        assertFits(EVENTS, project.run("push", "--delete", "--output", "ndjson"));
        assertFits(EVENTS, project.run("pull", "--delete", "--output", "ndjson"));
    }

    @Test
    void failures_tell_how_far_they_reach() {
        project.withS3();
        project.loseServer();
        var run = project.run("push", "--output", "ndjson");
        assertThat(run.status()).isEqualTo(5);
        assertThat(run.lines().getLast()).contains("\"end\":\"stopped\"").contains("\"kind\":\"store\"");
        assertFits(EVENTS, run);
    }

    @Test
    void a_schema_refuses_what_is_otherwise() {
        var line = project.run("push", "--output", "ndjson").lines().getLast();
        assertThat(EVENTS.problems(line)).isEmpty();
        assertThat(EVENTS.problems(line.replace("\"v\":1", "\"v\":2"))).isNotEmpty();
        assertThat(EVENTS.problems(line.replace("\"conflicts\":", "\"quarrels\":")))
                .isNotEmpty();
        assertThat(EVENTS.problems(line.replace("\"end\":\"completed\"", "\"end\":\"stopped\"")))
                .isNotEmpty();
        var head = project.run("plan", "push").lines().getFirst();
        assertThat(PLANS.problems(head)).isEmpty();
        assertThat(PLANS.problems(head.replace("\"failures\":0", "\"failures\":0,\"mode\":7")))
                .isNotEmpty();
        assertThat(PLANS.problems(head.replace("\"failures\":0", "\"failures\":-1")))
                .isNotEmpty();
    }
}
