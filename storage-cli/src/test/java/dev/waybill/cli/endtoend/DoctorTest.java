package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    /// The promises that a store does not keep which accepts conditions and ignores them.
    private static final String UNKEPT =
            "put-if-absent, put-if-match, conditional-copy, conditional-complete, delete-if-match";

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
    void a_bucket_that_accepts_conditions_and_ignores_them_is_unsafe_and_the_way_out_is_shown() {
        project.server().createCarelessBucket("bucket");
        var result = project.run("doctor", "s3");

        assertThat(result.status()).as(result.all()).isEqualTo(4);
        assertThat(result.out())
                .contains("BROKEN   put-if-absent")
                .contains("BROKEN   delete-if-match")
                .contains("ok       version-tokens")
                .contains("push and pull are not safe here as it is configured")
                .contains("  s3:\n    without: \"" + UNKEPT + "\"\n");
    }

    @Test
    void machines_are_told_what_else_a_bucket_is_not_to_be_relied_on_for() throws IOException {
        project.server().createCarelessBucket("bucket");
        configure("bucket: bucket", "bucket: bucket\n    without: \"put-if-absent, put-if-match\"");
        var result = project.run("doctor", "s3:", "--output", "json");

        assertThat(result.status()).as(result.all()).isEqualTo(4);
        assertThat(result.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"safe\":false,\"safeWithout\":true,\"without\":\"" + UNKEPT + "\"")
                        .contains("{\"check\":\"put-if-match\",\"verdict\":\"not-offered\"")
                        .contains("{\"check\":\"delete-if-match\",\"verdict\":\"broken\""));
    }

    @Test
    void a_bucket_that_is_not_there_is_no_finding_but_an_error() throws IOException {
        configure("bucket: bucket", "bucket: no-such-bucket");
        var result = project.run("doctor", "s3");

        assertThat(result.status()).as(result.all()).isEqualTo(3);
        assertThat(result.err()).contains("no-such-bucket");
        assertThat(result.out()).doesNotContain("BROKEN").doesNotContain("clean up");
    }

    @Test
    void a_folder_that_is_not_there_is_no_finding_but_an_error() {
        var result = project.run("doctor", "file:///no/such/folder");

        assertThat(result.status()).as(result.all()).isEqualTo(3);
        assertThat(result.err()).contains("/no/such/folder");
    }

    /// Changes a line of the configuration.
    private void configure(String line, String changed) throws IOException {
        String text = Files.readString(project.path("waybill.yaml"));
        assertThat(text).contains(line);
        project.file("waybill.yaml", text.replace(line, changed));
    }
}
