package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.CommandRun;
import dev.waybill.cli.JsonSchema;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commands beside push, pull and artifact really print for machines, checked by the schemas in `docs`: no field
/// is printed that its schema does not name.
class CommandSchemaTest {
    private static final JsonSchema UNDO = schema("undo-events");
    private static final JsonSchema COPY = schema("copy-events");
    private static final JsonSchema RUNS = schema("runs");
    private static final JsonSchema WHY = schema("why");
    private static final JsonSchema TRASH = schema("trash");
    private static final JsonSchema UPLOADS = schema("uploads");
    private static final JsonSchema DOCTOR = schema("doctor");

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    private static JsonSchema schema(String name) {
        return JsonSchema.of(name + "-1.schema.json").closed();
    }

    @BeforeEach
    void push_then_push_edits() throws IOException {
        project.close();
        project = new Project(folder).withS3();
        project.file("storage/a.txt", "alpha").file("storage/b.txt", "beta").file("storage/c.txt", "gamma");
        assertThat(project.run("push").status()).isZero();
        project.file("storage/a.txt", "alpha, edited").file("storage/new.txt", "new");
        Files.delete(project.path("storage/b.txt"));
        project.file("other/c.txt", "there");
        project.run("cp", "other/c.txt", "s3:c.txt");
        project.file("storage/c.txt", "here");
        project.run("push", "--delete", "--force-delete", "--max-delete", "5");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static void assertFits(JsonSchema schema, CommandRun.Result run, String... parts) {
        assertThat(run.lines())
                .as(run.all())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(schema.problems(line)).as(line).isEmpty());
        assertThat(run.out()).contains(parts);
    }

    @Test
    void runs_are_as_their_schema_says() {
        String run = project.lastRun();

        assertFits(RUNS, project.run("runs", "--output", "json"), "\"type\":\"runs\"");
        assertFits(RUNS, project.run("runs", "--output", "ndjson"), "\"type\":\"run\"");
        assertFits(RUNS, project.run("runs", run, "--output", "json"), "\"kept\":", "\"items\":[", "\"conflict\"");
        assertFits(RUNS, project.run("runs", run, "--output", "ndjson"), "\"type\":\"item\"", "\"checksum\":");
        project.run("undo", run);
        assertFits(RUNS, project.run("runs", "--output", "json"), "\"undoes\":\"" + run);
        project.loseServer();
        project.run("push");
        assertFits(RUNS, project.run("runs", "--output", "json"), "\"outcome\":\"stopped\"", "\"detail\":");
    }

    @Test
    void undoing_is_as_its_schema_says() {
        String run = project.lastRun();
        project.run("cp", "other/c.txt", "s3:new.txt");

        assertFits(UNDO, project.run("undo", run, "--dry-run", "--output", "ndjson"), "\"planned\"");
        assertFits(UNDO, project.run("undo", run, "--output", "ndjson"), "\"restore\"", "\"refused\"", "\"summary\"");
        assertFits(UNDO, project.run("undo", run, "--output", "ndjson"), "\"as-before\"");
        project.file("storage/a.txt", "again");
        project.run("push");
        project.loseServer();
        var failed = project.run("undo", run, "--output", "ndjson");
        assertThat(failed.lines())
                .allSatisfy(line -> assertThat(UNDO.problems(line)).isEmpty());
    }

    @Test
    void the_reasons_for_one_object_are_as_their_schema_says() {
        assertFits(WHY, project.run("why", "a.txt", "--output", "json"), "\"base\":", "\"lastItem\":", "\"push\":");
        assertFits(WHY, project.run("why", "c.txt", "--output", "json"), "\"compared\":[{");
        project.file("storage/.waybillignore", "*.tmp").file("storage/x.tmp", "x");
        assertFits(WHY, project.run("why", "x.tmp", "--output", "json"), "\"hidden\":");
        assertFits(WHY, project.run("why", "nowhere", "--output", "json"), "\"there\":false");
    }

    @Test
    void the_trash_is_as_its_schema_says() {
        assertFits(TRASH, project.run("trash", "ls", "--output", "ndjson"), "\"end\":", "\"total\"");
    }

    @Test
    void copies_are_as_their_schema_says() throws IOException {
        Files.createSymbolicLink(project.path("other/link"), project.path("storage/a.txt"));
        String[] cp = {"cp", "-r", "other", "s3:copy", "--output", "ndjson"};
        assertFits(COPY, project.run("cp", "-r", "other", "s3:copy", "--dry-run", "--output", "ndjson"), "\"planned\"");
        assertFits(COPY, project.run(cp), "\"done\"", "\"link\":1");
        assertFits(COPY, project.run(cp), "\"summary\"");
        var refused = project.run("cp", "-r", "--links", "error", "other", "s3:more", "--output", "ndjson");
        assertFits(COPY, refused, "\"not-supported\"", "and there is other/link", "\"objects\":1", "\"failed\":1");
        assertThat(refused.status()).isEqualTo(4);
        assertFits(COPY, project.run("mv", "s3:copy/c.txt", "s3:moved.txt", "--output", "ndjson"), "\"mv\"");
        Files.createDirectories(project.path("blocked/c.txt/folder"));
        project.file("blocked/c.txt/folder/x", "x");
        assertFits(COPY, project.run("cp", "s3:a.txt", "s3:c.txt", "blocked/", "--output", "ndjson"), "\"failed\"");
    }

    @MustBeClosed
    private IObjectStorageAdapter remote() {
        var factory = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);
        var environment = Map.of("KEY", "someone", "SECRET", Project.SECRET);
        var configuration = new ConfigurationReader(factory.providers(), environment).read(folder);
        return factory.openStore(configuration, "s3");
    }

    @Test
    void uploads_are_as_their_schema_says() {
        try (var store = remote();
                UploadSession session =
                        store.openUpload(UploadRequest.start(ObjectKey.of("big.bin"), PutOptions.DEFAULT, 5 << 20))) {
            session.putPart(1, ObjectSource.of(new byte[5 << 20]));
        }
        String[] abort = {"uploads", "abort", "s3", "--older-than", "0s", "--output", "ndjson"};
        assertFits(UPLOADS, project.run("uploads", "list", "s3", "--output", "ndjson"), "\"upload\"", "\"started\":");
        assertFits(
                UPLOADS,
                project.run("uploads", "abort", "s3", "--older-than", "0s", "--dry-run", "--output", "ndjson"),
                "\"planned\"");
        assertFits(UPLOADS, project.run(abort), "\"aborted\"");
    }

    @Test
    void a_checkup_is_as_its_schema_says() {
        String url = folder.resolve("other").toUri().toString();

        assertFits(DOCTOR, project.run("doctor", url, "--output", "json"), "\"findings\":[", "\"capability\":");
    }

    @Test
    void a_field_that_a_schema_does_not_name_is_found() {
        String line = project.run("runs", "--output", "json").lines().getFirst();

        assertThat(RUNS.problems(line)).isEmpty();
        assertThat(RUNS.problems(line.replace("\"v\":1", "\"v\":1,\"more\":1"))).isNotEmpty();
        assertThat(RUNS.problems(line.replaceFirst("\"objects\":", "\"count\":1,\"objects\":")))
                .isNotEmpty();
        assertThat(JsonSchema.of("runs-1.schema.json").problems(line.replace("\"v\":1", "\"v\":1,\"more\":1")))
                .as("readers bear it")
                .isEmpty();
    }
}
