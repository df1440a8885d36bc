package dev.waybill.domain.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.spi.AdapterProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With the providers on the class path, of which the one for folders is there.
class InstalledProvidersTest {
    @TempDir
    Path temporary;

    private Path folder;
    private final ObjectStorageFactory factory =
            ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT);

    @BeforeEach
    void resolve_the_folder() throws IOException {
        folder = temporary.toRealPath();
    }

    @Test
    void providers_are_found_on_the_class_path() {
        assertThat(factory.providers().stream().map(AdapterProvider::scheme)).contains("file");
    }

    @Test
    void a_folder_is_a_store_that_is_made_when_it_is_first_written_to() throws IOException {
        try (var service = factory.fs(folder.resolve("new/root"))) {
            assertThat(service.listObjects("")).isEmpty();
            service.putObject("a", "b.txt", new byte[] {7});
        }
        assertThat(Files.readAllBytes(folder.resolve("new/root/a/b.txt"))).containsExactly(7);
    }

    @Test
    void a_url_names_a_folder_that_must_be_there() throws IOException {
        Files.createDirectories(folder.resolve("with space"));
        Files.writeString(folder.resolve("with space/a"), "x");
        try (var store = factory.openStore(folder.resolve("with space").toUri().toString());
                var content = store.get(ObjectKey.of("a"), GetOptions.WHOLE)) {
            assertThat(content.stream().readAllBytes()).hasSize(1);
        }
        try (var store = factory.openStore("file://" + folder + "/missing")) {
            assertThatExceptionOfType(StorageException.StoreNotFound.class)
                    .isThrownBy(() -> store.stat(ObjectKey.of("a")));
        }
    }

    @Test
    void the_nearest_folder_of_a_name_is_found_upwards() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/data"), "a file of that name");
        try (var service = factory.findStorage(below, "data")) {
            service.putObject("x", "y", new byte[] {1});
        }
        assertThat(folder.resolve("data/x/y")).exists();
    }
}
