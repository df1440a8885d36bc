package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a write that the server has no room for, on a small file system of its own.
final class SftpFullDiskTest {
    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void a_full_disk_is_told_and_leaves_the_old_object_and_nothing_else(@TempDir Path folder) throws Exception {
        OpenSshServer.assumeInstalled();
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "a file system of one mebibyte cannot be mounted");
        try (var server = OpenSshServer.start(Files.createDirectory(folder.resolve("server")));
                var store = server.open(disk, Map.of())) {
            var key = ObjectKey.of("key");
            byte[] old = TestSources.bytes(100_000, 1);
            store.put(key, ObjectSource.of(old), PutOptions.DEFAULT);
            var much = ObjectSource.of(TestSources.bytes(2 << 20, 2));
            assertThatExceptionOfType(QuotaExceeded.class)
                    .isThrownBy(() -> store.put(key, much, PutOptions.DEFAULT))
                    .withMessageContaining("key");
            try (var left = Files.list(disk)) {
                assertThat(left).containsExactly(disk.resolve("key"));
            }
            assertThat(Files.readAllBytes(disk.resolve("key"))).isEqualTo(old);
        } finally {
            run("umount", disk.toString());
        }
    }
}
