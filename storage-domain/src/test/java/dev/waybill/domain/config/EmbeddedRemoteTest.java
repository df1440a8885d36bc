package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.adapter.fs.FsAdapterProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRemoteTest {
    @TempDir
    Path temporary;

    @Test
    void without_any_configuration_the_remote_is_a_folder_beside_the_storage_folder() throws IOException {
        Path folder = temporary.toRealPath();
        Files.createDirectories(folder.resolve("storage"));
        var reader = new ConfigurationReader(List.of(new FsAdapterProvider()), Map.of("HOME", folder.toString()));

        WaybillConfiguration read = reader.read(folder.resolve("storage"));

        assertThat(read.file()).isEmpty();
        assertThat(read.remote()).isEqualTo(WaybillConfiguration.EMBEDDED);
        assertThat(read.remote("embedded").shown())
                .containsEntry("root", folder.resolve(".waybill/remote").toString())
                .containsEntry("createRoot", "true");
        assertThat(read.remote("embedded").store().store().scheme()).isEqualTo("file");
        assertThat(folder.resolve(".waybill")).doesNotExist();
    }
}
