package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.adapter.fs.FsConfig.Links;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.KeyRejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Symbolic links lead nowhere that they should not, whenever they appear.
final class FsLinksTest {
    @TempDir
    Path folder;

    private Path root;
    private Path outside;

    @BeforeEach
    void make_a_root_and_something_outside() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "outside");
        Files.writeString(outside.resolve("victim"), "outside");
    }

    private FsFixture open(Links links) {
        return FsFixture.of(FsConfig.of(root).withLinks(links).withFsync(false));
    }

    @Test
    void a_link_is_skipped_and_counted_and_keys_through_it_are_refused() throws Exception {
        Files.createSymbolicLink(root.resolve("dir"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        try (var store = open(Links.SKIP)) {
            store.put("real", "1");

            assertThat(store.keys()).containsExactly("real");
            assertThat(store.skipped())
                    .containsExactlyInAnyOrder(
                            new SkippedEntry("dir", Reason.LINK), new SkippedEntry("file", Reason.LINK));
            for (String key : new String[] {"dir/secret", "file", "dir/new/deep", "dir"}) {
                assertRejected(() -> store.put(key, "x"));
                assertRejected(() -> store.get(key));
                assertRejected(() -> store.store().stat(ObjectKey.of(key)));
                assertRejected(() -> store.store().delete(ObjectKey.of(key), DeleteOptions.ANY));
            }
        }
        assertThat(FsFixture.tree(outside)).containsExactly("secret", "victim");
        assertThat(outside.resolve("secret")).hasContent("outside");
    }

    private static void assertRejected(ThrowingCallable call) {
        assertThatExceptionOfType(KeyRejected.class).isThrownBy(call).withMessageContaining("symbolic link");
    }

    @Test
    void a_link_that_stays_inside_is_followed_where_that_is_asked_for() throws Exception {
        try (var store = open(Links.FOLLOW)) {
            store.put("data/x", "1");
            store.put("data/y/z", "2");
            Files.createSymbolicLink(root.resolve("dir"), Path.of("data"));
            Files.createSymbolicLink(root.resolve("file"), root.resolve("data/x"));

            assertThat(store.keys()).containsExactly("data/x", "data/y/z", "dir/x", "dir/y/z", "file");
            assertThat(store.get("dir/y/z")).isEqualTo("2");
            assertThat(store.get("file")).isEqualTo("1");
            store.put("dir/new/w", "3");
            assertThat(root.resolve("data/new/w")).hasContent("3");
            store.put("file", "changed");
            assertThat(root.resolve("data/x")).hasContent("changed");
            store.store().delete(ObjectKey.of("file"), DeleteOptions.ANY);
            assertThat(Files.exists(root.resolve("file"))).isFalse();
            assertThat(root.resolve("data/x")).hasContent("changed");
        }
    }

    @Test
    void a_followed_link_that_leads_out_or_round_is_skipped_with_its_reason() throws Exception {
        Files.createDirectories(root.resolve("a/b"));
        Files.createSymbolicLink(root.resolve("a/b/up"), root.resolve("a"));
        Files.createSymbolicLink(root.resolve("a/root"), root);
        Files.createSymbolicLink(root.resolve("out"), outside);
        Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("not/there"));
        Files.createSymbolicLink(root.resolve("self"), Path.of("self"));
        Files.createDirectory(root.resolve("c"));
        Files.createSymbolicLink(root.resolve("c/to-d"), root.resolve("d"));
        Files.createDirectory(root.resolve("d"));
        Files.createSymbolicLink(root.resolve("d/to-c"), root.resolve("c"));
        try (var store = open(Links.FOLLOW)) {
            store.put("a/b/x", "1");

            assertThat(store.keys()).containsExactly("a/b/x");
            assertThat(store.skipped())
                    .containsExactlyInAnyOrder(
                            new SkippedEntry("a/b/up", Reason.LINK_LOOP),
                            new SkippedEntry("a/root", Reason.LINK_LOOP),
                            new SkippedEntry("out", Reason.LINK_OUTSIDE),
                            new SkippedEntry("nowhere", Reason.LINK_OUTSIDE),
                            new SkippedEntry("self", Reason.LINK_OUTSIDE),
                            new SkippedEntry("c/to-d/to-c", Reason.LINK_LOOP),
                            new SkippedEntry("d/to-c/to-d", Reason.LINK_LOOP));
            assertThatExceptionOfType(KeyRejected.class)
                    .isThrownBy(() -> store.put("out/new", "x"))
                    .withMessageContaining("leads out of the root");
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.get("out/secret"));
        }
        assertThat(FsFixture.tree(outside)).containsExactly("secret", "victim");
    }

    @Test
    void a_folder_swapped_for_a_link_at_any_moment_lets_nothing_out() throws Exception {
        for (Links links : Links.values()) {
            try (var store = open(links)) {
                var stop = new AtomicBoolean();
                var swapper = new Thread(() -> swap(stop));
                swapper.start();
                int done = 0;
                int refused = 0;
                try {
                    for (int i = 0; i < 250; i++) {
                        String key = "d/new" + i % 3 + "/deep/x";
                        done += attempt(() -> store.put(key, "inside"));
                        refused += 1 - attempt(() -> store.put("d/x", "inside"));
                        done += attempt(() -> assertThat(store.get("d/secret")).isEqualTo("inside"));
                        refused += 1 - attempt(() -> store.store().delete(ObjectKey.of("d/victim"), DeleteOptions.ANY));
                        attempt(() -> assertThat(store.keys()).doesNotContain("d/only-outside"));
                        attempt(() -> store.store().delete(ObjectKey.of(key), DeleteOptions.ANY));
                    }
                } finally {
                    stop.set(true);
                    swapper.join();
                }
                assertThat(done).isPositive();
                assertThat(refused).isPositive();
            }
            assertThat(FsFixture.tree(outside)).containsExactly("secret", "victim");
            assertThat(outside.resolve("secret")).hasContent("outside");
        }
    }

    private static int attempt(ThrowingCallable call) throws Exception {
        try {
            call.call();
            return 1;
        } catch (StorageException refused) {
            return 0;
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private void swap(AtomicBoolean stop) {
        Path place = root.resolve("d");
        try {
            while (!stop.get()) {
                removeAll(place);
                Files.createSymbolicLink(place, outside);
                Files.delete(place);
                Path made = Files.createDirectory(folder.resolve("made"));
                Files.writeString(made.resolve("secret"), "inside");
                Files.move(made, place);
            }
        } catch (IOException raced) {
            removeAll(folder.resolve("made"));
            swap(stop);
        }
    }

    private static void removeAll(Path path) {
        if (!Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            path.toFile().delete();
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            paths.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException raced) {
            return;
        }
    }
}
