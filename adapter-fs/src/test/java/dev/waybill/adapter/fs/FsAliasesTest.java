package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.adapter.fs.FsConfig.Links;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A followed link gives a file a second key: it is read and written under both, and lost under neither.
final class FsAliasesTest {
    @TempDir
    Path root;

    private FsFixture store;

    @BeforeEach
    void make_a_file_with_aliases() throws IOException {
        store = FsFixture.of(FsConfig.of(root).withLinks(Links.FOLLOW).withFsync(false));
        store.put("data/x", "real");
        Files.createSymbolicLink(root.resolve("dir"), Path.of("data"));
        Files.createSymbolicLink(root.resolve("file"), Path.of("data/x"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void delete(String key) {
        store.store().delete(ObjectKey.of(key), DeleteOptions.ANY);
    }

    private ObjectMetadata listed(String key) {
        try (Stream<ObjectMetadata> objects = store.store().list(ListOptions.of(KeyPrefix.of(key)))) {
            return objects.findFirst().orElseThrow();
        }
    }

    @Test
    void nothing_is_deleted_through_a_link_to_a_folder() {
        var etag = listed("dir/x").etag().orElseThrow();
        for (var options : List.of(DeleteOptions.ANY, DeleteOptions.ifMatch(etag))) {
            assertThatExceptionOfType(KeyRejected.class)
                    .isThrownBy(() -> store.store().delete(ObjectKey.of("dir/x"), options))
                    .withMessageContaining("dir/x")
                    .withMessageContaining("dir is a symbolic link")
                    .withMessageContaining("through")
                    .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("dir/x")));
        }
        assertThat(root.resolve("data/x")).hasContent("real");
        assertThat(store.keys()).containsExactly("data/x", "dir/x", "file");
    }

    @Test
    void of_many_deletions_those_through_a_link_fail_and_the_others_are_done() {
        store.put("data/y", "2");

        var results = store.store()
                .deleteAll(Stream.of("dir/x", "data/y", "dir/gone")
                        .map(key -> Deletion.of(ObjectKey.of(key)))
                        .toList());

        assertThat(results)
                .extracting(result -> result.key() + " " + result.getClass().getSimpleName())
                .containsExactly("dir/x Failed", "data/y Deleted", "dir/gone Failed");
        assertThat(results.getFirst())
                .isInstanceOfSatisfying(
                        DeleteResult.Failed.class,
                        failed -> assertThat(failed.reason()).isInstanceOf(KeyRejected.class));
        assertThat(root.resolve("data/x")).hasContent("real");
    }

    @Test
    void deleting_a_key_that_is_a_link_to_a_file_removes_the_link_alone() {
        delete("file");

        assertThat(store.keys()).containsExactly("data/x", "dir/x");
        assertThat(root.resolve("data/x")).hasContent("real");
    }

    @Test
    void a_link_is_deleted_under_the_version_that_is_listed_for_it() {
        var stale = listed("file").etag().orElseThrow();
        store.put("data/x", "changed");
        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store.store().delete(ObjectKey.of("file"), DeleteOptions.ifMatch(stale)));
        assertThat(store.keys()).contains("file");

        var now = listed("file").etag().orElseThrow();
        store.store().delete(ObjectKey.of("file"), DeleteOptions.ifMatch(now));

        assertThat(store.keys()).containsExactly("data/x", "dir/x");
        assertThat(root.resolve("data/x")).hasContent("changed");
    }

    @Test
    void a_link_to_a_folder_is_no_object_to_delete() {
        delete("dir");

        assertThat(store.keys()).containsExactly("data/x", "dir/x", "file");
    }

    @Test
    void a_link_that_is_not_listed_is_not_deleted() throws Exception {
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("not/there"));
        Files.createSymbolicLink(root.resolve("out"), root.getRoot().resolve("etc/passwd"));

        for (String key : new String[] {"nowhere", "out"}) {
            assertThatExceptionOfType(KeyRejected.class)
                    .isThrownBy(() -> delete(key))
                    .withMessageContaining(key + " is a link that leads");
            assertThat(Files.isSymbolicLink(root.resolve(key))).isTrue();
        }
    }

    @Test
    void writing_to_an_alias_writes_the_file_and_keeps_the_link() throws Exception {
        store.put("file", "1");
        assertThat(root.resolve("data/x")).hasContent("1");
        store.put("dir/x", "2");
        assertThat(root.resolve("data/x")).hasContent("2");
        store.put("data/y", "3");
        store.store().copy(ObjectKey.of("data/y"), ObjectKey.of("file"), CopyOptions.DEFAULT);

        assertThat(store.get("data/x")).isEqualTo("3");
        assertThat(store.get("dir/x")).isEqualTo("3");
        assertThat(Files.isSymbolicLink(root.resolve("file"))).isTrue();
        assertThat(Files.isSymbolicLink(root.resolve("dir"))).isTrue();
    }

    @Test
    void a_condition_on_an_alias_is_one_on_the_file() {
        var seen = PutOptions.DEFAULT.withPrecondition(
                Precondition.matches(listed("file").etag().orElseThrow()));
        store.put("data/x", "changed");

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> store.put("file", "lost", seen));
        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> store.put("dir/x", "lost", seen));
        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store.put("dir/x", "lost", PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT)));
        assertThat(root.resolve("data/x")).hasContent("changed");
    }

    @Test
    void changes_of_a_file_wait_for_each_other_under_all_its_keys() throws Exception {
        var safe = new SafeRoot(FsConfig.of(root).withLinks(Links.FOLLOW));
        for (String key : new String[] {"dir/x", "file"}) {
            try (Place alias = safe.make(FsKeys.names(ObjectKey.of(key)));
                    Place real = safe.make(FsKeys.names(ObjectKey.of("data/x")))) {
                assertThat(safe.lockName(alias)).isEqualTo(safe.lockName(real));
            }
        }
    }

    @Test
    void an_empty_folder_does_not_give_way_to_an_object_under_the_name_of_a_link_to_it() throws Exception {
        Files.createDirectory(root.resolve("empty"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("empty"));

        assertThatExceptionOfType(KeyRejected.class)
                .isThrownBy(() -> store.put("link", "x"))
                .withMessageContaining("link is a link to a folder");
        assertThat(root.resolve("empty")).isEmptyDirectory();
        assertThat(Files.isSymbolicLink(root.resolve("link"))).isTrue();
    }
}
