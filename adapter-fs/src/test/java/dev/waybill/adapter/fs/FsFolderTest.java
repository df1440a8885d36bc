package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.StoreNotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A store in a folder as the user sees the folder.
final class FsFolderTest {
    @TempDir
    Path folder;

    private FsFixture open(FsConfig config) {
        return FsFixture.of(config.withFsync(false));
    }

    @Test
    void a_missing_root_is_no_store() {
        Path missing = folder.resolve("no/such");
        try (var store = open(FsConfig.of(missing))) {
            assertThatExceptionOfType(StoreNotFound.class)
                    .isThrownBy(store::keys)
                    .withMessageContaining("create");
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> store.put("a", "1"));
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> store.get("a"));
            assertThatExceptionOfType(StoreNotFound.class)
                    .isThrownBy(() -> store.store().stat(ObjectKey.of("a")));
            assertThatExceptionOfType(StoreNotFound.class)
                    .isThrownBy(() -> store.store().delete(ObjectKey.of("a"), DeleteOptions.ANY));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_root_that_is_a_file_is_no_store() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (var store = open(FsConfig.of(file))) {
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(store::keys);
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> store.put("a", "1"));
        }
    }

    @Test
    void a_root_to_be_made_is_empty_until_the_first_write_makes_it() throws Exception {
        Path missing = folder.resolve("no/such");
        try (var store = open(FsConfig.of(missing).withCreateRoot(true))) {
            assertThat(store.keys()).isEmpty();
            assertThat(store.store().stat(ObjectKey.of("a"))).isEmpty();
            assertThat(missing).doesNotExist();
            var id = store.store().store();

            store.put("a/b", "1");

            assertThat(missing.resolve("a/b")).hasContent("1");
            try (var other = open(FsConfig.of(missing))) {
                assertThat(other.store().store()).isEqualTo(id);
            }
        }
    }

    @Test
    void of_many_first_writes_each_finds_the_root_or_makes_it() throws Exception {
        int writers = 8;
        var start = new CyclicBarrier(writers);
        try (var pool = Executors.newFixedThreadPool(writers)) {
            for (int round = 0; round < 150; round++) {
                try (var store =
                        open(FsConfig.of(folder.resolve("root" + round)).withCreateRoot(true))) {
                    var written = IntStream.range(0, writers)
                            .mapToObj(writer -> pool.submit(() -> {
                                start.await();
                                store.put("a" + writer, "1");
                                return writer;
                            }))
                            .toList();
                    for (var each : written) {
                        each.get();
                    }
                    assertThat(store.keys()).hasSize(writers);
                }
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_root_that_was_replaced_is_no_store_and_not_an_empty_one() throws Exception {
        Path root = folder.resolve("root");
        for (boolean createRoot : new boolean[] {false, true}) {
            Files.createDirectory(root);
            try (var store = open(FsConfig.of(root).withCreateRoot(createRoot))) {
                store.put("a/b", "1");
                Files.move(root, folder.resolve("was-" + createRoot));
                assertGone(store);

                Files.createDirectory(root);

                assertGone(store);
            }
            Files.delete(root);
        }
    }

    private static void assertGone(FsFixture store) {
        assertThatExceptionOfType(StoreNotFound.class).isThrownBy(store::keys);
        assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> store.put("a", "1"));
        assertThatExceptionOfType(StoreNotFound.class)
                .isThrownBy(() -> store.keys(ListOptions.of(new KeyPrefix("a/")).withStartAfter(ObjectKey.of("a/a"))));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_root_made_by_the_first_write_is_no_longer_empty_when_it_vanishes() throws Exception {
        Path root = folder.resolve("root");
        try (var store = open(FsConfig.of(root).withCreateRoot(true))) {
            store.put("a/b", "1");

            Files.move(root, folder.resolve("was"));

            assertGone(store);
            assertThat(root).doesNotExist();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_file_has_the_mode_that_the_umask_leaves() throws Exception {
        try (var store = open(FsConfig.of(folder))) {
            Path plain = Files.writeString(folder.resolve("plain"), "x");
            store.put("key", "1");

            var expected = PosixFilePermissions.toString(Files.getPosixFilePermissions(plain));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
                    .isEqualTo(expected)
                    .isNotEqualTo("rw-------");
        }
    }

    @Test
    void deleting_the_last_object_of_a_folder_removes_the_folder_but_none_that_a_user_made() throws Exception {
        Files.createDirectories(folder.resolve("a/users-own"));
        try (var store = open(FsConfig.of(folder))) {
            store.put("a/b/c/d", "1");
            store.put("x/y", "1");
            store.store().delete(ObjectKey.of("a/b/c/d"), DeleteOptions.ANY);
            store.store().delete(ObjectKey.of("x/y"), DeleteOptions.ANY);
        }
        assertThat(FsFixture.tree(folder)).containsExactly("a", "a/users-own");
        try (var store = open(FsConfig.of(folder).withPruneEmptyFolders(false))) {
            store.put("a/b/c", "1");
            store.store().delete(ObjectKey.of("a/b/c"), DeleteOptions.ANY);
        }
        assertThat(FsFixture.tree(folder)).containsExactly("a", "a/b", "a/users-own");
    }

    @Test
    void an_empty_folder_in_the_way_of_an_object_gives_way() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        try (var store = open(FsConfig.of(folder))) {
            store.put("a/b", "1");

            assertThat(store.get("a/b")).isEqualTo("1");
        }
    }

    @Test
    void a_file_that_changes_while_it_is_read_fails_before_its_last_bytes() throws Exception {
        Path file = folder.resolve("key");
        try (var store = open(FsConfig.of(folder))) {
            store.put("key", "0123456789");
            for (boolean truncated : new boolean[] {false, true}) {
                Files.writeString(file, "0123456789");
                try (var content = store.store().get(ObjectKey.of("key"), GetOptions.WHOLE)) {
                    assertThat(content.stream().readNBytes(4)).asString().isEqualTo("0123");
                    Files.writeString(file, truncated ? "012" : "abcdefghij", StandardOpenOption.TRUNCATE_EXISTING);
                    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

                    assertThatExceptionOfType(IOException.class)
                            .isThrownBy(() -> content.stream().readAllBytes())
                            .withCauseInstanceOf(PreconditionFailed.class)
                            .withMessageContaining("changed while it was read");
                }
            }
        }
    }

    @Test
    void a_file_that_is_replaced_while_it_is_read_is_read_to_its_old_end() throws Exception {
        try (var store = open(FsConfig.of(folder))) {
            store.put("key", "0123456789");
            try (var content = store.store().get(ObjectKey.of("key"), GetOptions.WHOLE)) {
                assertThat(content.stream().read()).isEqualTo('0');
                store.put("key", "new");
                assertThat(content.stream().readAllBytes()).asString().isEqualTo("123456789");
            }
        }
    }

    @Test
    void a_version_is_told_from_another_of_equal_size_and_time() {
        var time = Instant.parse("2020-01-01T00:00:00Z");
        try (var store = open(FsConfig.of(folder))) {
            var options = PutOptions.DEFAULT.withContentModified(time);
            var etags = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> store.put("key", "" + i % 10, options).etag().orElseThrow())
                    .toList();
            assertThat(etags).doesNotHaveDuplicates();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_file_system_keeps_the_old_bytes_and_nothing_half() throws Exception {
        mounted("size=1m", () -> {
            try (var store = open(FsConfig.of(folder))) {
                store.put("a", "old");

                var big = ObjectSource.of(new byte[4 << 20]);
                for (String key : new String[] {"a", "new/folder/b"}) {
                    assertThatExceptionOfType(QuotaExceeded.class)
                            .isThrownBy(() -> store.store().put(ObjectKey.of(key), big, PutOptions.DEFAULT))
                            .withMessageContaining("full");
                }
                assertThat(store.get("a")).isEqualTo("old");
                assertThat(FsFixture.tree(folder)).containsExactly("a");
            }
        });
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_read_only_file_system_denies_access_and_says_why() throws Exception {
        mounted("ro", () -> {
            try (var store = open(FsConfig.of(folder))) {
                assertThatExceptionOfType(AccessDenied.class)
                        .isThrownBy(() -> store.put("new/a", "1"))
                        .withMessageContaining("read-only");
                assertThat(store.keys()).isEmpty();
            }
        });
    }

    private interface Body {
        void run() throws Exception;
    }

    private void mounted(String options, Body body) throws Exception {
        boolean mounted = Programs.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        assumeTrue(mounted, "mounting a tmpfs needs root");
        try {
            body.run();
        } finally {
            Programs.run("umount", folder.toString());
        }
    }
}
