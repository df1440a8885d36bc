package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources that are files of this machine, which the operating system copies.
class FsFileSourceTest {
    private static final ObjectKey KEY = new ObjectKey("a/copy");

    @TempDir
    private Path root;

    private final byte[] bytes = new byte[600_000];
    private Path file;
    private IObjectStorageAdapter store;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after each test
    void open() throws IOException {
        new Random(5).nextBytes(bytes);
        file = Files.write(root.resolve("file"), bytes);
        store = new FsAdapter(FsConfig.of(root.resolve("store")).withCreateRoot(true), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record FileSource(Path file, long size) implements ObjectSource {
        @Override
        public OptionalLong length() {
            return OptionalLong.of(size);
        }

        @Override
        @MustBeClosed
        public InputStream open() throws IOException {
            return new FileInputStream(file.toFile());
        }
    }

    private static PutOptions expecting(byte[] bytes) {
        return PutOptions.DEFAULT.withChecksum(ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes));
    }

    @Test
    void a_file_is_copied_and_verified() {
        store.put(KEY, new FileSource(file, bytes.length), expecting(bytes));

        assertThat(root.resolve("store/a/copy")).hasBinaryContent(bytes);
    }

    @Test
    void a_file_of_other_bytes_gets_no_name() throws IOException {
        var other = bytes.clone();
        other[bytes.length - 1]++;
        Files.write(file, other);

        assertThatThrownBy(() -> store.put(KEY, new FileSource(file, bytes.length), expecting(bytes)))
                .isInstanceOf(StorageException.CorruptContent.class);
        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void a_file_of_another_length_than_declared_is_refused() {
        assertThatThrownBy(() -> store.put(KEY, new FileSource(file, bytes.length - 1), PutOptions.DEFAULT))
                .isInstanceOf(StorageException.SourceFailed.class)
                .hasMessageContaining("goes on behind");
        assertThatThrownBy(() -> store.put(KEY, new FileSource(file, bytes.length + 1), PutOptions.DEFAULT))
                .isInstanceOf(StorageException.SourceFailed.class)
                .hasMessageContaining("ends after 600000");
        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void an_empty_file_is_an_empty_object() throws IOException {
        Files.write(file, new byte[0]);

        store.put(KEY, new FileSource(file, 0), expecting(new byte[0]));

        assertThat(root.resolve("store/a/copy")).isEmptyFile();
    }
}
