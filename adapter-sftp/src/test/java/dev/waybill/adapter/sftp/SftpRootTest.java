package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreNotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A root that is not there, nor the folders around it.
final class SftpRootTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/key");

    @TempDir
    private Path folder;

    private SftpServer start(boolean openSsh) throws IOException {
        Path files = Files.createDirectory(folder.resolve("server"));
        return openSsh ? OpenSshServer.start(files) : MinaServer.start(files);
    }

    private void makesIt(boolean openSsh) throws IOException {
        Path root = folder.resolve("not/there/yet");
        try (var server = start(openSsh);
                var store = server.open(root, Map.of("createRoot", "yes"))) {
            assertThat(store.stat(KEY)).isEmpty();
            store.put(KEY, ObjectSource.of(new byte[] {1}), PutOptions.DEFAULT);

            assertThat(root.resolve("folder/key")).hasBinaryContent(new byte[] {1});
        }
    }

    @Test
    void is_made_by_the_first_write_with_the_folders_around_it_by_open_ssh() throws IOException {
        OpenSshServer.assumeInstalled();
        makesIt(true);
    }

    @Test
    void is_made_by_the_first_write_with_the_folders_around_it_by_mina() throws IOException {
        makesIt(false);
    }

    @Test
    void is_told_where_it_is_not_to_be_made() throws IOException {
        OpenSshServer.assumeInstalled();
        try (var server = start(true);
                var store = server.open(folder.resolve("not/there/yet"), Map.of())) {
            assertThatExceptionOfType(StoreNotFound.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .withMessageContaining("not/there/yet")
                    .withMessageContaining("createRoot: true");
        }
    }
}
