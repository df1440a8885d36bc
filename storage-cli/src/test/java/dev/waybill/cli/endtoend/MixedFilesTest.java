package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many files of all kinds, through every store.
class MixedFilesTest {
    private static final int FILES = 1000;
    private static final int SEVERAL_PARTS = 20 << 20;

    @TempDir
    private static Path made;

    private static Map<String, String> files = Map.of();

    @TempDir
    private Path folder;

    @BeforeAll
    static void make_the_files() throws IOException {
        try (var project = new Project(made)) {
            makeFiles(project);
            files = project.tree("storage");
        }
        assertThat(files).hasSize(FILES);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "S3_LOSSY")
    @Timeout(120)
    void a_thousand_mixed_files_are_pushed_and_pulled_and_are_the_same(RemoteKind kind) throws IOException {
        try (var remote = kind.open(folder);
                var project = new Project(folder)) {
            project.file("waybill.yaml", "remote: far\nremotes:\n    far:\n" + remote.settings());
            linkFiles(project);
            run(project, "push", "--part-size", "8MiB");
            remote.folder()
                    .ifPresent(root -> assertThat(project.tree(root.toString())).isEqualTo(files));
            Path copy = project.path("copy/storage");
            run(project, "pull", "--storage", copy.toString(), "--part-size", "8MiB");
            assertThat(project.tree("copy/storage")).isEqualTo(files);
            assertThat(Files.getLastModifiedTime(copy.resolve("d1/file-1")).toInstant())
                    .isEqualTo(time(1));

            assertNothingMovesAgain(remote, project);
        }
    }

    /// Odd names, deep folders, empty files, and one in parts.
    private static void makeFiles(Project project) throws IOException {
        for (int i = 0; i < FILES; i++) {
            String below = i % 7 == 0 ? "a b/é/" + i % 5 + "/" : "d" + i % 20 + "/";
            String name = below + (i % 3 == 0 ? "%41 #" : "file-") + i;
            byte[] bytes = TestSources.bytes(i == 500 ? SEVERAL_PARTS : i % 11 == 0 ? 0 : i * 37, i);
            Path file = project.path("storage/" + name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            Files.setLastModifiedTime(file, FileTime.from(time(i)));
        }
    }

    /// The files that were made once, in a project.
    private static void linkFiles(Project project) throws IOException {
        for (String name : files.keySet()) {
            Path link = project.path("storage/" + name);
            Files.createDirectories(link.getParent());
            Files.createLink(link, made.resolve("storage").resolve(name));
        }
    }

    private static Instant time(int file) {
        return Instant.ofEpochSecond(1_600_000_000L + file);
    }

    private static void assertNothingMovesAgain(TestRemote remote, Project project) {
        long before = remote.bytesSent();
        assertThat(run(project, "push")).contains("nothing to do, " + FILES + " objects unchanged");
        assertThat(remote.bytesSent() - before)
                .as("bytes sent where nothing changed")
                .isLessThan(300_000);
        assertThat(project.tree("storage")).isEqualTo(files);
    }

    private static String run(Project project, String... arguments) {
        var result = project.command().with("SECRET", TestRemote.SECRET).run(arguments);
        assertThat(result.status()).as(result.all()).isZero();
        return result.out();
    }
}
