package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.fixture.NaasLikeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A project of ABI without a `waybill.yaml`.
class AbiProjectTest {
    private static final String KEY = "key-that-stays-hidden";

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectories(temporary.toRealPath().resolve("project"));
        environment.put("HOME", temporary.resolve("home").toString());
    }

    private AbiProjectTest write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private WaybillConfiguration read(Path from) {
        return new ConfigurationReader(List.of(new NaasLikeProvider()), environment).read(from);
    }

    private AbiProjectTest whole() {
        return write(
                        "config.yaml",
                        "config:\n  workspace_id: w-1\n  storage_name: \"abi\"\n  other: [1, 2]\nmore: {}\n")
                .write(".env", "# keys\nOTHER=x\nexport NAAS_API_KEY='" + KEY + "'  # mine\n");
    }

    @Test
    void its_own_files_configure_the_remote_and_the_folder() throws IOException {
        whole();
        Path below = Files.createDirectories(folder.resolve("src/storage/deep"));
        var read = read(below);

        assertThat(read.file()).contains(folder.resolve("config.yaml"));
        assertThat(read.storage()).contains(folder.resolve("storage"));
        assertThat(read.remote()).isEqualTo("naas");
        assertThat(read.remote("naas").store().store()).hasToString("naas://w-1/abi/storage");
        assertThat(read.remote("naas").toString()).doesNotContain(KEY);
        assertThat(read.sync().links()).contains(SyncDefaults.Links.FOLLOW);
        assertThat(read.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NAAS_API_KEY=key-that-stays-hidden",
                "NAAS_API_KEY = key-that-stays-hidden ",
                "NAAS_API_KEY=\"key-that-stays-hidden\"",
                "export NAAS_API_KEY='key-that-stays-hidden'",
                "NAAS_API_KEY=key-that-stays-hidden # mine",
                "a line that is none\nNAAS_API_KEY=key-that-stays-hidden\r\n",
                "NAAS_API_KEY=earlier\nNAAS_API_KEY=key-that-stays-hidden"
            })
    void a_line_of_its_secrets_may_be_written_as_python_reads_it(String line) {
        whole().write(".env", line + "\n");
        read(folder);
        assertThat(NaasLikeProvider.lastKey()).isEqualTo(KEY);
    }

    @Test
    void the_environment_goes_before_the_file_of_secrets() {
        whole();
        environment.put("NAAS_API_KEY", "another");
        read(folder);
        assertThat(NaasLikeProvider.lastKey()).isEqualTo("another");
    }

    @Test
    void all_that_is_missing_is_told_at_once_by_file_and_key_when_the_remote_is_wanted() {
        write("config.yaml", "config:\n  workspace_id:\n");
        var remote = read(folder).remote("naas");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(remote::store)
                .withMessageContaining("config.yaml:2")
                .withMessageContaining("config.workspace_id is not set")
                .withMessageContaining("config.storage_name is not set")
                .withMessageContaining(folder.resolve(".env") + ": NAAS_API_KEY is not set")
                .withMessageContaining("environment variable");
    }

    @Test
    void a_key_beside_a_file_without_the_section_is_a_project_that_lacks_it() {
        write("config.yaml", "services: {}\n").write(".env", "NAAS_API_KEY=" + KEY + "\n");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(folder).remote("naas").store())
                .withMessageContaining("config.workspace_id")
                .withMessageContaining("config.storage_name")
                .withMessageNotContaining("NAAS_API_KEY")
                .withMessageNotContaining(KEY);
    }

    @Test
    void what_the_provider_refuses_is_told_by_file_and_line() {
        whole().write("config.yaml", "config:\n  storage_name: abi\n  workspace_id: forbidden\n");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(folder).remote("naas").store())
                .withMessageContaining("config.yaml:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "config: text\n", "config:\n  color: red\n", "a: &x 1\nb: *x\n", "}{", "- 1\n", "\0"})
    void another_programs_file_of_that_name_makes_no_project(String text) {
        write("config.yaml", text).write(".env", "OTHER=x\n");
        environment.put("NAAS_API_KEY", KEY);
        assertThat(read(folder).file()).isEmpty();
        assertThat(read(folder).remotes()).doesNotContainKey("naas");
    }

    @Test
    void a_configuration_of_our_own_goes_before_it() {
        whole().write("waybill.yaml", "remotes:\n  own: { provider: naas, workspace: w-2, storage: s, apiKey: k }\n");
        var read = read(folder);
        assertThat(read.file()).contains(folder.resolve("waybill.yaml"));
        assertThat(read.remotes()).containsOnlyKeys("own");
    }

    @Test
    void another_remote_can_be_used_while_something_is_missing() {
        write("config.yaml", "config:\n  workspace_id: w-1\n");
        var flags = ConfigurationOverrides.NONE.withRemote("naas://w-3/other");
        var read = new ConfigurationReader(List.of(new NaasLikeProvider()), environment).read(folder, flags);
        assertThat(read.remote()).isEqualTo("naas://w-3/other");
    }
}
