package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writes to a folder that was written to before, where the file is asked for before it is known what lies there now.
final class SftpKnownFolderTest {
    @TempDir
    private Path folder;

    private interface Use {
        void of(IObjectStorageAdapter store, Path root) throws IOException;
    }

    private void used(Use use) throws IOException {
        OpenSshServer.assumeInstalled();
        Path root = Files.createDirectory(folder.resolve("root"));
        try (SftpServer server = OpenSshServer.start(Files.createDirectory(folder.resolve("server")));
                var store = server.open(root, Map.of())) {
            put(store, "known/first", PutOptions.DEFAULT);
            use.of(store, root);
        }
    }

    private static void put(IObjectStorageAdapter store, String key, PutOptions options) {
        store.put(ObjectKey.of(key), ObjectSource.of(new byte[] {1, 2}), options);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void are_whole_and_leave_nothing_beside() throws IOException {
        used((store, root) -> {
            put(store, "known/second", PutOptions.DEFAULT);

            assertThat(names(root.resolve("known"))).containsExactly("first", "second");
            assertThat(root.resolve("known/second")).hasBinaryContent(new byte[] {1, 2});
        });
    }

    @Test
    void leave_nothing_where_the_condition_does_not_hold() throws IOException {
        used((store, root) -> {
            assertThatExceptionOfType(PreconditionFailed.class)
                    .isThrownBy(
                            () -> put(store, "known/first", PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT)));

            assertThat(names(root.resolve("known"))).containsExactly("first");
        });
    }

    @Test
    void leave_nothing_behind_a_link_that_took_the_place_of_the_folder() throws IOException {
        used((store, root) -> {
            Path outside = Files.createDirectory(folder.resolve("outside"));
            Files.delete(root.resolve("known/first"));
            Files.delete(root.resolve("known"));
            Files.createSymbolicLink(root.resolve("known"), outside);

            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> put(store, "known/second", PutOptions.DEFAULT))
                    .withMessageContaining("known");

            assertThat(outside).isEmptyDirectory();
        });
    }

    @Test
    void make_the_folder_again_where_it_was_removed() throws IOException {
        used((store, root) -> {
            Files.delete(root.resolve("known/first"));
            Files.delete(root.resolve("known"));

            put(store, "known/second", PutOptions.DEFAULT);

            assertThat(names(root.resolve("known"))).containsExactly("second");
        });
    }
}
