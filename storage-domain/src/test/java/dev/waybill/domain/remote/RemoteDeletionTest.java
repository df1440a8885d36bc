package dev.waybill.domain.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.service.ObjectEvent;
import dev.waybill.domain.service.ObjectStorageService;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.KeyPrefix;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that are removed where they lie, by the program itself on this machine.
class RemoteDeletionTest {
    @TempDir
    private Path root;

    private void write(String... keys) throws IOException {
        for (String key : keys) {
            Path file = root.resolve(key);
            Files.createDirectories(file.getParent());
            Files.writeString(file, key);
        }
    }

    private List<String> left() throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> !file.equals(root))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<String> delete(KeyPrefix prefix) {
        var told = new ArrayList<String>();
        new RemoteDeletion(new LocalExecutor(root))
                .run(
                        prefix,
                        result -> told.add(
                                switch (result) {
                                    case DeleteResult.Deleted deleted ->
                                        deleted.key().value();
                                    case DeleteResult.Failed failed ->
                                        "failed " + failed.reason().getMessage();
                                }));
        return told;
    }

    @Test
    void a_folder_goes_with_all_in_it_and_the_folders_that_this_leaves_empty() throws IOException {
        write("a/b/1", "a/b/c/2", "a/bb/3");
        assertThat(delete(KeyPrefix.ofFolder("a/b"))).containsExactlyInAnyOrder("a/b/1", "a/b/c/2");
        assertThat(left()).containsExactly("a", "a/bb", "a/bb/3");
    }

    @Test
    void a_whole_store_is_emptied_but_stays() throws IOException {
        write("1", "a/2");
        assertThat(delete(KeyPrefix.ALL)).containsExactlyInAnyOrder("1", "a/2");
        assertThat(left()).isEmpty();
        assertThat(root).isDirectory();
    }

    @Test
    void what_is_no_object_stays() throws IOException {
        write("a/1", "a/.waybill-tmp-put-1", "a/line\nbreak");
        Files.createDirectory(root.resolve("a/empty"));
        assertThat(delete(KeyPrefix.ALL)).containsExactly("a/1");
        assertThat(left()).containsExactly("a", "a/.waybill-tmp-put-1", "a/empty", "a/line\nbreak");
    }

    @Test
    void links_are_neither_followed_nor_removed(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("kept"), "kept");
        write("a/1");
        Files.createSymbolicLink(root.resolve("a/link"), elsewhere);
        assertThat(delete(KeyPrefix.ofFolder("a"))).containsExactly("a/1");
        assertThat(delete(KeyPrefix.ofFolder("a/link"))).isEmpty();
        assertThat(elsewhere.resolve("kept")).exists();
        assertThat(left()).containsExactly("a", "a/link");
    }

    @Test
    void more_than_one_program_can_tell_of_goes_too() throws IOException {
        for (int i = 0; i < 2500; i++) {
            write("a/" + i);
        }
        var executor = new LocalExecutor(root);
        var told = new ArrayList<DeleteResult>();
        new RemoteDeletion(executor).run(KeyPrefix.ofFolder("a"), told::add);
        assertThat(told).hasSize(2500);
        assertThat(executor.programs).hasSize(3);
        assertThat(left()).isEmpty();
    }

    @Test
    void a_folder_that_is_not_there_is_empty() throws IOException {
        write("1");
        assertThat(delete(KeyPrefix.ofFolder("no/such"))).isEmpty();
        assertThat(left()).containsExactly("1");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed with the service
    void the_service_removes_folders_this_way_and_tells_of_each_object() throws IOException {
        write("a/1", "a/2", "b/3");
        var store = new InMemoryAdapter(new ManualClock(Instant.parse("2026-11-20T12:00:00Z")));
        var events = new ArrayList<ObjectEvent>();
        try (var service = new ObjectStorageService(store, Optional.of(new LocalExecutor(root)))) {
            service.addListener(events::add);
            assertThat(service.deletePrefix("a").deleted()).isEqualTo(2);
        }
        assertThat(events).hasSize(2);
        assertThat(left()).containsExactly("b", "b/3");
    }
}
