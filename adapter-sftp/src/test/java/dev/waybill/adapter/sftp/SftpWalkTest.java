package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that are read before the listing comes to them.
@SuppressWarnings("MustBeClosedChecker") // Closed after each test.
final class SftpWalkTest {
    private static final int FOLDERS = 24;

    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        OpenSshServer.assumeInstalled();
        root = Files.createDirectory(folder.resolve("root"));
        for (int i = 0; i < FOLDERS; i++) {
            for (String file : List.of("v1/a", "v1/files/deep/x", "v2/a", "v2/b", "z")) {
                write("net-" + i + "/" + file);
            }
        }
        for (int i = 0; i < 220; i++) {
            write("wide/" + i);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private void write(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    private IObjectStorageAdapter store(Map<String, String> settings) throws IOException {
        var server = OpenSshServer.start(Files.createDirectory(folder.resolve("server")));
        open.add(server);
        var store = server.open(root, settings);
        open.add(store);
        return store;
    }

    private List<String> expected() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> new ObjectKey(root.relativize(file).toString()))
                    .sorted()
                    .map(ObjectKey::value)
                    .toList();
        }
    }

    private static List<String> listed(IObjectStorageAdapter store, ListOptions options) {
        try (Stream<ObjectMetadata> listing = store.list(options)) {
            return listing.map(object -> object.key().value()).toList();
        }
    }

    @Test
    void many_folders_of_several_levels_come_in_the_order_of_their_keys() throws IOException {
        var store = store(Map.of());
        assertThat(listed(store, ListOptions.of(KeyPrefix.ALL))).isEqualTo(expected());
    }

    @Test
    void a_listing_that_begins_behind_a_key_gives_the_rest() throws IOException {
        var all = expected();
        var after = all.get(all.size() / 2);
        assertThat(listed(store(Map.of()), ListOptions.of(KeyPrefix.ALL).withStartAfter(ObjectKey.of(after))))
                .isEqualTo(all.subList(all.size() / 2 + 1, all.size()));
    }

    @Test
    void folders_that_may_be_omitted_are_not_looked_into() throws IOException {
        Files.createDirectory(root.resolve("net-1/v1/files/empty"));
        Files.createDirectory(root.resolve("net-1/v1/hollow"));
        var told = new ArrayList<String>();
        var options = ListOptions.of(KeyPrefix.ALL)
                .withOnSkipped(skipped -> told.add(skipped.name()))
                .withOmittable(name -> name.endsWith("/files/"));

        assertThat(listed(store(Map.of()), options))
                .isEqualTo(expected().stream()
                        .filter(key -> !key.contains("/files/"))
                        .toList());
        assertThat(told).containsExactly("net-1/v1/hollow/");
    }

    @Test
    void listings_that_are_left_early_leave_the_server_nothing_open() throws IOException {
        var store = store(Map.of("connections", "1", "channels", "1"));
        for (int i = 0; i < 10; i++) {
            try (Stream<ObjectMetadata> listing = store.list(ListOptions.of(KeyPrefix.ALL))) {
                Iterator<ObjectMetadata> objects = listing.iterator();
                for (int read = 0; read < 1 + 12 * i; read++) {
                    objects.next();
                }
            }
        }
        // Answered behind all that was closed before it.
        assertThat(store.stat(ObjectKey.of("wide/1"))).isPresent();
        assertThat(openFolders()).isZero();
        assertThat(listed(store, ListOptions.of(KeyPrefix.ALL))).isEqualTo(expected());
    }

    /// Each look is answered behind what was asked before it, and what follows an answer was asked by then: names, and
    /// to close what has no more.
    @Test
    void folders_that_were_read_are_not_open_while_nobody_goes_on() throws IOException {
        var store = store(Map.of("connections", "1", "channels", "1"));
        try (Stream<ObjectMetadata> listing = store.list(ListOptions.of(KeyPrefix.of("net-")))) {
            var unused = listing.iterator().next();
            for (int look = 0; look < 3; look++) {
                assertThat(store.stat(ObjectKey.of("wide/1"))).isPresent();
            }
            assertThat(openFolders()).isZero();
        }
    }

    @Test
    void listings_that_go_on_at_once_leave_room_for_files() throws IOException {
        try (var server = MinaServer.start(Files.createDirectory(folder.resolve("server")))) {
            new ToldLimits(0, 0, 0, 12).of(server.server());
            try (var store = server.open(root, Map.of("connections", "1", "channels", "1"));
                    Stream<ObjectMetadata> first = store.list(ListOptions.of(KeyPrefix.ALL));
                    Stream<ObjectMetadata> second = store.list(ListOptions.of(KeyPrefix.ALL))) {
                var found = new ArrayList<String>();
                Iterator<ObjectMetadata> others = second.iterator();
                first.forEach(object -> {
                    found.add(others.next().key().value());
                    readEmpty(store, object.key());
                });
                assertThat(found).isEqualTo(expected());
            }
        }
    }

    private static void readEmpty(IObjectStorageAdapter store, ObjectKey key) {
        try (var content = store.get(key, GetOptions.WHOLE)) {
            assertThat(content.stream().readAllBytes()).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void folders_that_go_while_a_listing_comes_to_them_do_not_end_it() throws IOException {
        var found = new ArrayList<String>();
        try (Stream<ObjectMetadata> listing = store(Map.of()).list(ListOptions.of(KeyPrefix.ALL))) {
            Iterator<ObjectMetadata> objects = listing.iterator();
            found.add(objects.next().key().value());
            remove(root.resolve("net-8"));
            remove(root.resolve("net-9"));
            objects.forEachRemaining(object -> found.add(object.key().value()));
        }
        assertThat(found).containsAll(expected());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// How many folders of the root processes of this machine have open.
    private long openFolders() throws IOException {
        long count = 0;
        try (Stream<ProcessHandle> processes = ProcessHandle.current().descendants()) {
            for (var process : processes.toList()) {
                try (Stream<Path> handles = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
                    count += handles.filter(this::isInRoot).count();
                } catch (IOException ended) {
                    count += 0;
                }
            }
        }
        return count;
    }

    private boolean isInRoot(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(root);
        } catch (IOException closed) {
            return false;
        }
    }
}
