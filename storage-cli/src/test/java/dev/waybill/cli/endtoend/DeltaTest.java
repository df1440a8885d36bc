package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A large file that changed here and there, on its way to S3: what goes over the wire is counted.
class DeltaTest {
    private static final int PART = 5 << 20;
    private static final int SLACK = 1 << 20;

    @TempDir
    private Path folder;

    private Project project;
    private FaultProxy proxy;
    private Path file;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after each test.
    void make_a_project_behind_a_proxy() throws IOException {
        project = new Project(folder).withS3();
        proxy = FaultProxy.to("127.0.0.1", project.server().endpoint().getPort());
        String configured = Files.readString(project.path("waybill.yaml"));
        project.file(
                "waybill.yaml",
                configured.replace(":" + project.server().endpoint().getPort(), ":" + proxy.port()));
        file = project.path("storage/large.bin");
        Files.createDirectories(project.path("storage"));
    }

    @AfterEach
    void close_both() throws IOException {
        proxy.close();
        project.close();
    }

    private long sentBy(String... arguments) {
        long before = proxy.statistics().bytesUp();
        var run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return proxy.statistics().bytesUp() - before;
    }

    @Test
    void one_changed_block_sends_one_part_and_the_rest_is_copied_by_the_server() throws IOException {
        byte[] bytes = TestSources.bytes(4 * PART + 7, 1);
        Files.write(file, bytes);
        assertThat(sentBy("push", "--part-size", "5MiB")).isGreaterThan(bytes.length);

        bytes[2 * PART + 99] ^= 1;
        Files.write(file, bytes);
        long before = proxy.statistics().bytesUp();
        var run = project.run("push", "--part-size", "5MiB", "--output", "ndjson");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.out())
                .contains(String.format(
                        Locale.ROOT,
                        "\"type\":\"reused\",\"key\":\"large.bin\",\"parts\":4,\"bytes\":%d",
                        3 * PART + 7));
        assertThat(proxy.statistics().bytesUp() - before).isBetween((long) PART, (long) PART + SLACK);

        assertThat(project.run("cat", "s3:large.bin").status()).isZero();
        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        assertThat(project.run("pull", "--storage", other.toString()).status()).isZero();
        SameContent.require(other.resolve("large.bin"), bytes);
    }

    @Test
    void what_was_pulled_in_parts_and_edited_sends_one_part_back() throws IOException {
        byte[] bytes = TestSources.bytes(4 * PART, 1);
        Files.write(file, bytes);
        sentBy("push", "--part-size", "5MiB");
        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        sentBy("pull", "--part-size", "5MiB", "--storage", other.toString());
        bytes[PART] ^= 1;
        Files.write(other.resolve("large.bin"), bytes);

        assertThat(sentBy("push", "--part-size", "5MiB", "--storage", other.toString()))
                .isBetween((long) PART, (long) PART + SLACK);
    }

    @Test
    void parts_of_another_size_send_the_whole_and_that_is_said() throws IOException {
        byte[] bytes = TestSources.bytes(4 * PART, 1);
        Files.write(file, bytes);
        sentBy("push", "--part-size", "5MiB");
        bytes[0] ^= 1;
        Files.write(file, bytes);

        var run = project.run("push", "--part-size", "6MiB");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.err())
                .contains("large.bin: moves whole, since what it replaces was moved in parts of another size");
    }
}
