package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that a listing showed are opened while it is asked what lies there now; whatever took their place meanwhile is
/// found all the same.
final class SftpListedFileTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/below/file");

    @TempDir
    private Path folder;

    private interface Change {
        void make(Path root, Path outside) throws IOException;
    }

    private interface Use {
        void of(IObjectStorageAdapter store, Opened opened) throws IOException;
    }

    /// What the server has opened.
    private static final class Opened implements SftpEventListener {
        private final AtomicInteger ever = new AtomicInteger();
        private final AtomicInteger now = new AtomicInteger();

        @Override
        public void open(ServerSession session, String remoteHandle, Handle localHandle) {
            ever.incrementAndGet();
            now.incrementAndGet();
        }

        @Override
        public void closed(ServerSession session, String remoteHandle, Handle localHandle, Throwable thrown) {
            now.decrementAndGet();
        }
    }

    /// A file is listed, then something is changed, then it is read.
    private void after(Change change, Use use) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createDirectories(root.resolve("folder/below"));
        Files.writeString(root.resolve("folder/below/file"), "listed");
        Files.writeString(outside.resolve("file"), "secret");
        var opened = new Opened();
        try (var server = MinaServer.start(Files.createDirectory(folder.resolve("server")))) {
            ((SftpSubsystemFactory) server.server().getSubsystemFactories().getFirst()).addSftpEventListener(opened);
            try (var store = server.open(root, Map.of())) {
                change.make(root, outside);
                use.of(store, opened);
            }
        }
    }

    private static String read(IObjectStorageAdapter store) throws IOException {
        try (var content = store.get(KEY, GetOptions.WHOLE.withListed(true))) {
            assertThat(content.metadata().size()).isEqualTo(content.range().length());
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void are_given_as_they_are_now() throws IOException {
        after((root, outside) -> {}, (store, opened) -> {
            assertThat(read(store)).isEqualTo("listed");
            assertThat(opened.ever).hasValue(1);
        });
    }

    @Test
    void are_given_as_they_became() throws IOException {
        after(
                (root, outside) -> Files.writeString(root.resolve("folder/below/file"), "and longer than it was"),
                (store, opened) -> assertThat(read(store)).isEqualTo("and longer than it was"));
    }

    @Test
    void that_are_gone_are_not_found() throws IOException {
        after(
                (root, outside) -> Files.delete(root.resolve("folder/below/file")),
                (store, opened) -> assertThatExceptionOfType(StorageException.ObjectNotFound.class)
                        .isThrownBy(() -> read(store)));
    }

    @Test
    void that_became_a_link_are_not_read() throws IOException {
        after(
                (root, outside) -> {
                    Files.delete(root.resolve("folder/below/file"));
                    Files.createSymbolicLink(root.resolve("folder/below/file"), outside.resolve("file"));
                },
                SftpListedFileTest::requireRefused);
    }

    @Test
    void whose_folder_became_a_link_are_not_read() throws IOException {
        after(
                (root, outside) -> {
                    Files.delete(root.resolve("folder/below/file"));
                    Files.delete(root.resolve("folder/below"));
                    Files.createSymbolicLink(root.resolve("folder/below"), outside);
                },
                SftpListedFileTest::requireRefused);
    }

    private static void requireRefused(IObjectStorageAdapter store, Opened opened) throws IOException {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> read(store))
                .withMessageContaining("link");
        assertThat(opened.now).as("files that the server has open").hasValue(0);
    }

    @Test
    void whose_place_a_folder_took_are_not_found() throws IOException {
        after(
                (root, outside) -> {
                    Files.delete(root.resolve("folder/below/file"));
                    Files.createDirectory(root.resolve("folder/below/file"));
                },
                (store, opened) -> assertThatExceptionOfType(StorageException.ObjectNotFound.class)
                        .isThrownBy(() -> read(store)));
    }
}
