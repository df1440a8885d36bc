package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of calls when the file system does not do as it is told.
final class FsFaultsTest {
    @TempDir
    Path root;

    private final List<String> synced = new ArrayList<>();
    private final List<String> entered = new ArrayList<>();

    /// A disk that writes down no names of the folder `broken`, and tells which others it was asked for.
    private final class Syncing extends ForwardingFolder {
        private final String path;

        Syncing(Folder inner, String path) {
            super(inner);
            this.path = path;
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            return new Syncing(folder, path + name + "/");
        }

        @Override
        public void sync() throws IOException {
            if (path.equals("/broken/")) {
                throw new IOException("bad sector");
            }
            synced.add(path);
        }
    }

    /// A file system on which every file is a bit longer each time it is looked at.
    private static final class Restless extends ForwardingFolder {
        private long more;

        Restless(Folder inner) {
            super(inner);
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            return new Restless(folder);
        }

        @Override
        public Optional<FileFacts> stat(Path name) throws IOException {
            return super.stat(name)
                    .map(is -> new FileFacts(is.kind(), is.size() + more++, is.modified(), is.born(), is.node()));
        }
    }

    /// Tells which folders were opened on the way to files.
    private final class Counting extends ForwardingFolder {
        Counting(Folder inner) {
            super(inner);
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            entered.add(name.toString());
            return new Counting(folder);
        }
    }

    private FsFixture syncing(boolean prune) {
        var config = FsConfig.of(root).withPruneEmptyFolders(prune);
        var safe = new SafeRoot(config, true, folder -> new Syncing(folder, "/"));
        return new FsFixture(new FsAdapter(config, safe, Clock.systemUTC()));
    }

    private static List<Deletion> deletions(String... keys) {
        return Stream.of(keys).map(ObjectKey::of).map(Deletion::of).toList();
    }

    @Test
    void what_the_disk_may_not_keep_as_deleted_has_failed_and_the_rest_is_told_of() throws Exception {
        Files.createDirectories(root.resolve("broken"));
        for (String name : new String[] {"a", "broken/b", "broken/c", "d"}) {
            Files.writeString(root.resolve(name), "x");
        }
        try (var store = syncing(false)) {
            var results = store.store().deleteAll(deletions("a", "broken/b", "broken/c", "d"));

            assertThat(results)
                    .extracting(result -> result.key() + " " + result.getClass().getSimpleName())
                    .containsExactly("a Deleted", "broken/b Failed", "broken/c Failed", "d Deleted");
            assertThat(results.get(1))
                    .isInstanceOfSatisfying(
                            DeleteResult.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .isInstanceOf(StoreUnavailable.class)
                                    .hasMessageContaining("bad sector"));
        }
    }

    @Test
    void a_folder_that_went_with_its_objects_is_synced_where_it_was() throws Exception {
        Files.createDirectories(root.resolve("kept/gone/too"));
        Files.writeString(root.resolve("kept/gone/too/a"), "x");
        Files.writeString(root.resolve("kept/stays"), "x");
        try (var store = syncing(true)) {
            store.store().deleteAll(deletions("kept/gone/too/a"));

            assertThat(root.resolve("kept/gone")).doesNotExist();
            assertThat(synced).containsExactly("/kept/");
        }
    }

    @Test
    void a_file_that_changes_each_time_it_is_opened_makes_the_store_busy() throws Exception {
        Files.writeString(root.resolve("key"), "x");
        var config = FsConfig.of(root);
        try (var store =
                new FsFixture(new FsAdapter(config, new SafeRoot(config, true, Restless::new), Clock.systemUTC()))) {
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> store.get("key"))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(StoreUnavailable.Reason.BUSY));
        }
    }

    @Test
    void the_way_to_a_file_is_gone_once_to_read_it_and_its_change_is_seen_where_it_was_moved() throws Exception {
        Path file =
                Files.writeString(Files.createDirectories(root.resolve("a/b")).resolve("key"), "old");
        var config = FsConfig.of(root);
        var safe = new SafeRoot(config, true, Counting::new);
        try (var store = new FsFixture(new FsAdapter(config, safe, Clock.systemUTC()))) {
            assertThat(store.get("a/b/key")).isEqualTo("old");
            assertThat(entered).containsOnlyOnce("a", "b");

            try (var content = store.store().get(ObjectKey.of("a/b/key"), GetOptions.WHOLE)) {
                Files.writeString(file, "new");
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
                Files.move(root.resolve("a"), root.resolve("moved"));

                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> content.stream().readAllBytes())
                        .withCauseInstanceOf(PreconditionFailed.class);
            }
        }
    }

    @Test
    void a_file_that_ends_before_all_of_it_is_copied_fails_the_copy() throws Exception {
        Path from = Files.writeString(root.resolve("from"), "123");
        Path to = root.resolve("to");
        try (var source = FileChannel.open(from, StandardOpenOption.READ);
                var target = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> FsCopy.transfer(source, target, 5));
        }
    }
}
