package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.gcs.GcsWireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands on a bucket of Google Cloud Storage, beside one of S3.
class CloudStorageTest {
    private static final int SEVERAL_PARTS = 40 << 20;

    private final GcsWireServer google = GcsWireServer.start(Clock.systemUTC());

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        google.createBucket("parcels");
        google.allowToken(Project.SECRET);
        project = new Project(folder);
        project.file("storage/a.txt", "alpha")
                .file("storage/models/b.bin", "beta")
                .file("storage/notes/it's 100% \"odd\" \uD83C\uDF0A.txt", "odd")
                .file("waybill.yaml", """
                        remote: google
                        remotes:
                          google:
                            provider: gs
                            bucket: parcels
                            prefix: data
                            endpoint: "%s"
                            accessToken: "${env:SECRET}"
                          s3:
                            provider: s3
                            bucket: bucket
                            endpoint: "%s"
                            profile: aws
                            pathStyle: yes
                            accessKeyId: "${env:KEY}"
                            secretAccessKey: "${env:SECRET}"
                        """.formatted(
                                google.endpoint(), project.server().endpoint()));
    }

    @AfterEach
    void close() {
        project.close();
        google.close();
    }

    private String run(String... arguments) {
        var result = project.run(arguments);
        assertThat(result.status()).as(result.all()).isZero();
        return result.out();
    }

    @Test
    void a_bucket_gives_back_what_it_was_given() throws IOException {
        var time = FileTime.from(Instant.parse("2021-01-01T00:00:00.5Z"));
        Files.setLastModifiedTime(project.path("storage/a.txt"), time);
        var before = project.tree("storage");
        assertThat(run("push")).contains("3 objects");

        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        run("pull", "--storage", other.toString());
        assertThat(project.tree("elsewhere/storage")).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(other.resolve("a.txt"))).isEqualTo(time);
    }

    @Test
    void a_second_push_is_one_listing_and_a_look_for_other_names() {
        run("push");
        int requests = google.requests().size();

        assertThat(run("push")).contains("nothing to do");
        assertThat(google.requests().subList(requests, google.requests().size()))
                .as("a note of other names, that the bucket is there without it, the listing")
                .containsExactly(
                        "GET /storage/v1/b/parcels/o/data/.waybill/renamed",
                        "GET /storage/v1/b/parcels/o",
                        "GET /storage/v1/b/parcels/o");
    }

    @Test
    void a_file_of_several_parts_is_pushed_and_pulled() throws IOException {
        Files.write(project.path("storage/large.bin"), TestSources.bytes(SEVERAL_PARTS, 1));
        run("push");

        assertThat(google.requests()).anyMatch(request -> request.endsWith("/compose"));
        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        run("pull", "--storage", other.toString());
        SameContent.require(other.resolve("large.bin"), project.path("storage/large.bin"));
        assertThat(run("ls", "-R", "google:")).contains("large.bin").doesNotContain(".waybill");
    }

    @Test
    void what_is_deleted_here_is_deleted_there_when_asked() throws IOException {
        run("push");
        Files.delete(project.path("storage/a.txt"));
        run("push", "--delete", "--no-keep");

        assertThat(run("ls", "-R", "google:")).doesNotContain("a.txt").contains("b.bin");
    }

    @Test
    void a_folder_is_copied_between_two_clouds() {
        run("cp", "-r", "storage", "google:in");
        run("cp", "-r", "google:in", "s3:through");
        run("cp", "-r", "s3:through", "google:back");
        run("cp", "-r", "google:back", "copy");

        assertThat(project.tree("copy")).isEqualTo(project.tree("storage"));
        assertThat(run("cat", "google:back/models/b.bin")).isEqualTo("beta");
    }

    @Test
    void a_copy_within_the_bucket_moves_no_bytes_through_the_command() {
        run("cp", "storage/a.txt", "google:a.txt");
        run("mv", "google:a.txt", "google:moved/b.txt");

        assertThat(google.requests()).anyMatch(request -> request.contains("/rewriteTo/"));
        assertThat(run("ls", "-R", "google:")).contains("moved/b.txt");
        assertThat(run("stat", "google:moved/b.txt")).contains("CRC32C:");
    }

    @Test
    void the_bucket_is_found_safe_and_left_as_it_was() {
        assertThat(run("doctor", "google"))
                .contains("ok       put-if-absent")
                .contains("ok       key-order")
                .contains("push and pull are safe here");
        assertThat(run("ls", "google:")).isEmpty();
    }

    @Test
    void who_is_not_let_in_is_told_so_and_no_secret_with_it() {
        google.expireTokens();
        var refused = project.run("push");

        assertThat(refused.status()).as(refused.all()).isEqualTo(6);
        assertThat(refused.all()).contains("gs://").doesNotContain(Project.SECRET);
    }
}
