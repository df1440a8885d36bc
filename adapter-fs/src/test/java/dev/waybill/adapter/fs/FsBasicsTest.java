package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a folder does with keys, whatever the contract says of all stores.
final class FsBasicsTest {
    private static final int PART = 4096;

    @TempDir
    Path root;

    private IObjectStorageAdapter store;

    @BeforeEach
    void open() {
        store = new FsAdapter(FsConfig.of(root), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ObjectMetadata put(String key, String text) {
        return put(key, text, PutOptions.DEFAULT);
    }

    private ObjectMetadata put(String key, String text, PutOptions options) {
        return store.put(ObjectKey.of(key), ObjectSource.of(text.getBytes(StandardCharsets.UTF_8)), options);
    }

    private String get(String key) throws IOException {
        try (var content = store.get(ObjectKey.of(key), GetOptions.WHOLE)) {
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> list(ListOptions options) {
        try (Stream<ObjectMetadata> objects = store.list(options)) {
            return objects.map(object -> object.key().value()).toList();
        }
    }

    private List<Path> filesUnderRoot() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.skip(1).map(root::relativize).toList();
        }
    }

    @Test
    void an_object_is_a_file_with_its_bytes_and_the_time_of_its_content() throws Exception {
        var time = Instant.parse("2024-02-03T04:05:06.123456789Z");

        var stored = put("a/b.txt", "hello", PutOptions.DEFAULT.withContentModified(time));

        assertThat(root.resolve("a/b.txt")).hasContent("hello");
        assertThat(Files.getLastModifiedTime(root.resolve("a/b.txt")).toInstant())
                .isEqualTo(time);
        assertThat(store.stat(ObjectKey.of("a/b.txt"))).contains(stored);
        assertThat(stored.contentModified()).contains(time);
        assertThat(get("a/b.txt")).isEqualTo("hello");
        assertThat(filesUnderRoot()).containsExactlyInAnyOrder(Path.of("a"), Path.of("a/b.txt"));
    }

    @Test
    void a_listing_is_in_the_order_of_keys_and_not_of_folders() throws Exception {
        for (String key : List.of("a/x", "a-b", "a.c", "ab", "a/y/z", "\uFF21", "\uD83D\uDCA1", "b")) {
            put(key, key);
        }

        assertThat(list(ListOptions.of(KeyPrefix.ALL)))
                .containsExactly("a-b", "a.c", "a/x", "a/y/z", "ab", "b", "\uFF21", "\uD83D\uDCA1");
        assertThat(list(ListOptions.of(KeyPrefix.of("a/")))).containsExactly("a/x", "a/y/z");
        assertThat(list(ListOptions.of(KeyPrefix.of("a/y")))).containsExactly("a/y/z");
        assertThat(list(ListOptions.of(KeyPrefix.of("nothing/here")))).isEmpty();
        assertThat(list(ListOptions.of(KeyPrefix.of("a")).withStartAfter(ObjectKey.of("a/x"))))
                .containsExactly("a/y/z", "ab");
        assertThat(list(ListOptions.of(KeyPrefix.ALL).withStartAfter(ObjectKey.of("a/y"))))
                .containsExactly("a/y/z", "ab", "b", "\uFF21", "\uD83D\uDCA1");
    }

    @Test
    void conditions_hold() {
        var first = put("k", "1", PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT));

        assertThatThrownBy(() -> put("k", "2", PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT)))
                .isInstanceOf(StorageException.PreconditionFailed.class);
        var etag = first.etag().orElseThrow();
        var second = put("k", "2", PutOptions.DEFAULT.withPrecondition(Precondition.matches(etag)));
        assertThat(second.etag()).isNotEqualTo(first.etag());
        assertThatThrownBy(() -> put("k", "3", PutOptions.DEFAULT.withPrecondition(Precondition.matches(etag))))
                .isInstanceOf(StorageException.PreconditionFailed.class);
        assertThatThrownBy(() -> store.delete(ObjectKey.of("k"), DeleteOptions.ifMatch(etag)))
                .isInstanceOf(StorageException.PreconditionFailed.class);
        store.delete(ObjectKey.of("k"), DeleteOptions.ifMatch(second.etag().orElseThrow()));
        assertThat(store.stat(ObjectKey.of("k"))).isEmpty();
    }

    @Test
    void a_copy_keeps_bytes_and_time() throws Exception {
        var time = Instant.parse("2020-01-01T00:00:00.5Z");
        put("from", "bytes", PutOptions.DEFAULT.withContentModified(time));

        var copy = store.copy(ObjectKey.of("from"), ObjectKey.of("to/here"), CopyOptions.DEFAULT);

        assertThat(get("to/here")).isEqualTo("bytes");
        assertThat(copy.contentModified()).contains(time);
        assertThat(store.stat(ObjectKey.of("to/here"))).contains(copy);
    }

    @Test
    void a_range_gives_its_bytes_and_the_size_of_the_whole() throws Exception {
        put("k", "0123456789");

        try (var content = store.get(ObjectKey.of("k"), GetOptions.of(ByteRange.of(3, 4)))) {
            assertThat(content.stream().readAllBytes()).asString().isEqualTo("3456");
            assertThat(content.metadata().size()).isEqualTo(10);
        }
    }

    @Test
    void an_upload_in_parts_shows_when_it_is_complete_and_leaves_nothing_else() throws Exception {
        var bytes = new byte[2 * PART + 2];
        new Random(1).nextBytes(bytes);
        var request = UploadRequest.start(ObjectKey.of("up/load"), PutOptions.DEFAULT, PART)
                .withChecksum(ChecksumAlgorithm.SHA256);
        ObjectMetadata stored;
        try (var session = store.openUpload(request)) {
            session.putPart(3, ObjectSource.of(Arrays.copyOfRange(bytes, 2 * PART, bytes.length)));
            session.putPart(1, ObjectSource.of(Arrays.copyOf(bytes, PART)));
            assertThat(list(ListOptions.of(KeyPrefix.ALL))).isEmpty();
            try (var again = store.openUpload(request.resuming(session.id()))) {
                again.putPart(2, ObjectSource.of(Arrays.copyOfRange(bytes, PART, 2 * PART)));
                Checksum whole = ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes);
                stored = again.complete(again.parts(), Optional.of(whole));
            }
            assertThatThrownBy(session::parts).isInstanceOf(StorageException.UploadNotFound.class);
        }

        assertThat(root.resolve("up/load")).hasBinaryContent(bytes);
        assertThat(store.stat(ObjectKey.of("up/load"))).contains(stored);
        assertThat(filesUnderRoot()).containsExactlyInAnyOrder(Path.of("up"), Path.of("up/load"));
    }
}
