package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.KeyRejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A handle of a folder serves several calls only while it is the folder that has the name.
final class FsOpenFoldersTest {
    private static final int MOST = 2 * 140;

    @TempDir
    Path folder;

    private Path root;
    private FsFixture store;

    @BeforeEach
    void make_a_store() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        store = FsFixture.of(FsConfig.of(root).withFsync(false));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void what_is_written_to_a_folder_of_a_moved_folders_name_lands_in_the_new_one() throws Exception {
        store.put("a/b/held", "old");
        try (var held = open("a/b/held")) {
            Files.move(root.resolve("a"), folder.resolve("moved"));
            Files.createDirectories(root.resolve("a/b"));

            store.put("a/b/new", "new");

            assertThat(root.resolve("a/b/new")).hasContent("new");
            assertThat(FsFixture.tree(folder.resolve("moved"))).containsExactly("b", "b/held");
            assertThat(held.stream().readAllBytes()).isEqualTo("old".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_link_put_in_the_place_of_an_open_folder_is_refused() throws Exception {
        store.put("a/held", "old");
        try (var held = open("a/held")) {
            Files.move(root.resolve("a"), folder.resolve("moved"));
            Files.createSymbolicLink(root.resolve("a"), folder.resolve("moved"));

            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.put("a/new", "new"));
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.get("a/held"));
            assertThat(held.metadata().size()).isEqualTo(3);
        }
        assertThat(FsFixture.tree(folder.resolve("moved"))).containsExactly("held");
    }

    @Test
    void a_folder_removed_while_a_call_has_it_open_is_made_anew() throws Exception {
        store.put("a/held", "old");
        try (var held = open("a/held")) {
            Files.delete(root.resolve("a/held"));
            Files.delete(root.resolve("a"));

            store.put("a/new", "new");

            assertThat(FsFixture.tree(root)).containsExactly("a", "a/new");
            assertThat(held.metadata().size()).isEqualTo(3);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothing_is_open_when_no_call_is_under_way() throws Exception {
        for (int i = 0; i < 10; i++) {
            store.put("a" + i + "/b/c", "x");
            store.get("a" + i + "/b/c");
        }
        try (var held = open("a1/b/c")) {
            assertThat(openBelow(root)).isPositive();
            assertThat(held.metadata().size()).isOne();
        }

        assertThat(openBelow(root)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @SuppressWarnings("try") // closed twice is what is tested
    void content_closed_twice_lets_go_once() throws Exception {
        store.put("a/x", "x");
        try (var first = open("a/x");
                var second = open("a/x")) {
            first.close();
            first.close();

            store.get("a/x");
            assertThat(new String(second.stream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("x");
        }

        assertThat(openBelow(root)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_call_that_lasts_keeps_few_of_many_folders_open() throws Exception {
        store.put("held", "x");
        try (var held = open("held")) {
            for (int i = 0; i < 400; i++) {
                store.put("folder" + i + "/x", "x");
            }

            assertThat(openBelow(root)).isLessThanOrEqualTo(MOST);
            assertThat(held.metadata().size()).isOne();
        }
    }

    @MustBeClosed
    private ObjectContent open(String key) {
        return store.store().get(ObjectKey.of(key), GetOptions.WHOLE);
    }

    /// How many of this process's open files lie in `root`.
    private static long openBelow(Path root) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(file -> target(file).startsWith(root)).count();
        }
    }

    private static Path target(Path file) {
        try {
            return Files.readSymbolicLink(file);
        } catch (IOException closedMeanwhile) {
            return Path.of("closed");
        }
    }
}
