package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A large file of which one block changed, pushed again to each store: in part where the store can take the rest out
/// of the very version that is replaced, and whole, saying why, where it cannot.
@Timeout(60)
class DeltaOnStoresTest {
    private static final int PART = 5 << 20;
    private static final int PARTS = 3;
    private static final int SLACK = 1 << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"S3", "NAAS", "AZURE"})
    void only_the_changed_part_goes_over_the_wire(RemoteKind kind) throws IOException {
        try (var remote = kind.open(folder);
                var project = new Project(folder)) {
            byte[] edited = pushAndEdit(project, remote);
            long before = remote.bytesSent();
            push(project);

            assertThat(remote.bytesSent() - before).isBetween((long) PART, (long) PART + SLACK);
            assertPushed(project, edited);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SFTP, 'the store does not tell versions apart, and parts of another could get in'",
        "GOOGLE, the store takes no parts out of what it has"
    })
    void elsewhere_the_whole_goes_and_that_is_said(RemoteKind kind, String why) throws IOException {
        try (var remote = kind.open(folder);
                var project = new Project(folder)) {
            byte[] edited = pushAndEdit(project, remote);
            long before = remote.bytesSent();

            assertThat(push(project)).contains("large.bin: moves whole, since " + why);
            assertThat(remote.bytesSent() - before).isGreaterThan(edited.length);
            assertPushed(project, edited);
        }
    }

    private static byte[] pushAndEdit(Project project, TestRemote remote) throws IOException {
        project.file("waybill.yaml", "remote: far\nremotes:\n    far:\n" + remote.settings());
        Path file = project.path("storage/large.bin");
        Files.createDirectories(file.getParent());
        byte[] bytes = TestSources.bytes(PARTS * PART + 7, 1);
        Files.write(file, bytes);
        assertThat(push(project)).doesNotContain("moves whole");
        bytes[PART + 99] ^= 1;
        Files.write(file, bytes);
        return bytes;
    }

    private static void assertPushed(Project project, byte[] bytes) throws IOException {
        Path copy = project.path("copy/storage");
        run(project, "pull", "--storage", copy.toString());
        SameContent.require(copy.resolve("large.bin"), bytes);
    }

    private static String push(Project project) {
        return run(project, "push", "--part-size", "5MiB");
    }

    private static String run(Project project, String... arguments) {
        var result = project.command().with("SECRET", TestRemote.SECRET).run(arguments);
        assertThat(result.status()).as(result.all()).isZero();
        return result.all();
    }
}
