package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The file of a folder's locks is there while the folder is in use, once, and in nobody's way.
final class FsFolderLocksTest {
    private static final PutOptions ABSENT = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    @TempDir
    Path folder;

    private final List<String> made = new ArrayList<>();
    private Path root;
    private FsFixture store;

    /// Tells which files of locks were made.
    private final class Telling extends ForwardingFolder {
        private final String path;

        Telling(Folder inner, String path) {
            super(inner);
            this.path = path;
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            return new Telling(folder, path + name + "/");
        }

        @Override
        public FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
            var channel = super.openFile(name, options);
            if (name.toString().equals(TempNames.LOCKS) && options.contains(StandardOpenOption.CREATE_NEW)) {
                made.add(path);
            }
            return channel;
        }
    }

    @BeforeEach
    void make_a_store() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        var config = FsConfig.of(root).withFsync(false);
        var safe = new SafeRoot(config, true, inner -> new Telling(inner, "/"));
        store = new FsFixture(new FsAdapter(config, safe, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @MustBeClosed
    private ObjectContent open(String key) {
        return store.store().get(ObjectKey.of(key), GetOptions.WHOLE);
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            store.put("a/x" + i, "1", ABSENT);
        }
    }

    @Test
    void many_writes_in_a_folder_that_is_in_use_make_one_file_of_locks_which_goes_at_the_end() throws Exception {
        store.put("held", "x");
        try (var held = open("held")) {
            put(20);

            assertThat(made).containsExactly("/a/");
            assertThat(root.resolve("a").resolve(TempNames.LOCKS)).isEmptyFile();
            assertThat(store.keys()).hasSize(21);
            assertThat(held.metadata().size()).isOne();
        }
        assertThat(FsFixture.tree(root)).hasSize(22).noneMatch(name -> name.contains(FsKeys.RESERVED));
    }

    @Test
    void deleting_many_makes_one_file_of_locks_and_leaves_neither_it_nor_the_folder() throws Exception {
        put(20);
        made.clear();
        var deletions = IntStream.range(0, 20)
                .mapToObj(i -> ObjectKey.of("a/x" + i))
                .map(key -> new Deletion(key, matching(key)))
                .toList();

        store.store().deleteAll(deletions);

        assertThat(made).containsExactly("/a/");
        assertThat(FsFixture.tree(root)).isEmpty();
    }

    private DeleteOptions matching(ObjectKey key) {
        return new DeleteOptions(store.store().stat(key).orElseThrow().etag());
    }

    @Test
    void a_folder_emptied_while_it_is_in_use_is_removed_with_the_file_of_its_locks_and_can_be_an_object()
            throws Exception {
        store.put("held", "x");
        try (var held = open("held")) {
            put(2);

            store.store().delete(ObjectKey.of("a/x0"), matching(ObjectKey.of("a/x0")));
            store.store().delete(ObjectKey.of("a/x1"), DeleteOptions.ANY);

            assertThat(FsFixture.tree(root)).containsExactly("held");
            store.put("a", "1", ABSENT);
            assertThat(held.metadata().size()).isOne();
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "held");
    }

    @Test
    void what_a_killed_process_left_of_locks_goes_with_the_next_write_or_delete_of_any_kind() throws Exception {
        Path left = Files.createDirectory(root.resolve("a")).resolve(TempNames.LOCKS);
        Files.createFile(left);
        store.put("a/x", "1");
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/x");

        Files.createFile(left);
        store.store().delete(ObjectKey.of("a/x"), DeleteOptions.ANY);
        assertThat(FsFixture.tree(root)).isEmpty();

        Files.createFile(Files.createDirectory(root.resolve("a")).resolve(TempNames.LOCKS));
        store.put("a", "1");
        assertThat(FsFixture.tree(root)).containsExactly("a");
    }

    @Test
    void a_file_of_locks_that_is_in_use_is_not_swept_however_old() throws Exception {
        store.put("held", "x");
        try (var held = open("held")) {
            put(1);
            Path locks = root.resolve("a").resolve(TempNames.LOCKS);
            Files.setLastModifiedTime(locks, FileTime.from(Instant.EPOCH));
            try (var other = FsFixture.of(FsConfig.of(root).withFsync(false))) {
                other.put("a/y", "1", ABSENT);
            }
            assertThat(locks).exists();
            assertThat(held.metadata().size()).isOne();
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/x0", "a/y", "held");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_folder_that_was_replaced_while_it_was_in_use_has_locks_of_its_own() throws Exception {
        store.put("held", "x");
        Path moved = folder.resolve("moved");
        try (var held = open("held")) {
            put(1);
            Files.move(root.resolve("a"), moved);
            Files.createDirectory(root.resolve("a"));

            store.put("a/y", "1", ABSENT);

            assertThat(made).containsExactly("/a/", "/a/");
            assertThat(held.metadata().size()).isOne();
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/y", "held");
        assertThat(FsFixture.tree(moved)).containsExactly("x0");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void who_may_write_to_a_folder_may_take_locks_in_it() throws Exception {
        Path shared = Files.createDirectory(root.resolve("a"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
        store.put("held", "x");
        try (var held = open("held")) {
            put(1);

            assertThat(permissions(shared.resolve(TempNames.LOCKS))).startsWith("rw-rw-");
            assertThat(held.metadata().size()).isOne();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
