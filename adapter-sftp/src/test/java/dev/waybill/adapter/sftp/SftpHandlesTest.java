package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that gives one handle to two open files.
final class SftpHandlesTest {
    private static final int BYTES = 6 << 20;

    @TempDir
    Path folder;

    /// What lies open keeps the second handle; the first is lost when the note of a part is looked for that is not
    /// there,
    /// and what is opened next is given the second again.
    @Test
    void nothing_is_read_or_written_by_a_handle_that_two_files_have() throws IOException {
        try (var server = MinaServer.start(Files.createDirectory(folder.resolve("server")))) {
            server.giveHandlesTwice();
            Path root = Files.createDirectory(folder.resolve("root"));
            try (var store = server.open(root, Map.of("connections", "1", "channels", "1"))) {
                byte[] bytes = TestSources.bytes(BYTES, 1);
                store.put(ObjectKey.of("first"), ObjectSource.of(bytes), PutOptions.DEFAULT);
                store.put(ObjectKey.of("second"), ObjectSource.of(bytes), PutOptions.DEFAULT);
                try (var first = store.get(ObjectKey.of("first"), GetOptions.WHOLE);
                        var second = store.get(ObjectKey.of("second"), GetOptions.WHOLE)) {
                    close(first);
                    var request = UploadRequest.start(ObjectKey.of("third"), PutOptions.DEFAULT, BYTES);
                    try (var upload = store.openUpload(request)) {
                        assertThatExceptionOfType(StoreUnavailable.class)
                                .isThrownBy(() -> upload.putPart(1, ObjectSource.of(bytes)))
                                .withMessageContaining("one handle to two open files");
                    }
                    assertThatExceptionOfType(IOException.class)
                            .isThrownBy(() -> second.stream().readAllBytes());
                }
                try (var again = store.get(ObjectKey.of("second"), GetOptions.WHOLE)) {
                    assertThat(again.stream().readAllBytes()).isEqualTo(bytes);
                }
            }
        }
    }

    /// Closes a body before the block that opened it does.
    private static void close(ObjectContent content) throws IOException {
        content.close();
    }
}
