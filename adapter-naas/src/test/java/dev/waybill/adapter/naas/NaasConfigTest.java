package dev.waybill.adapter.naas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.config.RemoteReader;
import dev.waybill.port.spi.ConfiguredStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NaasConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("workspace", "w-1", "storage", "abi", "apiKey", "hidden-key");

    private static ConfiguredStore read(Map<String, String> environment, Map<String, String> settings) {
        return new RemoteReader(List.of(new NaasAdapterProvider()), environment)
                .ofSettings("test", "naas", settings, Path.of(""))
                .store();
    }

    private static Map<String, String> with(String name, String value) {
        var settings = new HashMap<>(LEAST);
        settings.put(name, value);
        return settings;
    }

    @Test
    void three_keys_are_enough() {
        assertThat(read(Map.of(), LEAST).store()).hasToString("naas://w-1/abi");
        assertThat(read(Map.of(), with("prefix", "storage/x")).store()).hasToString("naas://w-1/abi/storage/x");
        assertThat(read(Map.of(), with("apiUrl", "https://naas.example/api")).store())
                .hasToString("naas://naas.example/w-1/abi");
    }

    @Test
    void the_key_may_be_left_to_the_environment() {
        var settings = Map.of("workspace", "w-1", "storage", "abi");
        assertThat(read(Map.of("NAAS_API_KEY", "hidden-key"), settings).store()).hasToString("naas://w-1/abi");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of(), settings))
                .withMessageContaining("apiKey")
                .withMessageContaining("NAAS_API_KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "workspace, a/b",
        "workspace, ..",
        "storage, a b",
        "storage, 'a\"b'",
        "prefix, ../other",
        "prefix, /absolute",
        "prefix, a//b",
        "apiKey, two words",
        "apiUrl, http://api.example",
        "apiUrl, https://api.example/?x=y",
        "apiUrl, ftp://127.0.0.1",
        "apiTimeout, soon",
        "endpoint, nowhere",
        "profile, mine",
    })
    void what_cannot_be_is_refused_naming_the_key_and_no_secret(String key, String value) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of(), with(key, value)))
                .withMessageContaining(key)
                .withMessageNotContaining("hidden-key")
                .withMessageNotContaining("two words");
    }

    @Test
    void everything_that_is_missing_is_told_at_once() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of(), Map.of("bucket", "b")))
                .withMessageContaining("workspace")
                .withMessageContaining("storage")
                .withMessageContaining("bucket");
    }

    @Test
    void a_url_names_workspace_storage_and_prefix() {
        var provider = new NaasAdapterProvider();
        assertThat(provider.settingsOf(URI.create("naas://w-1/abi")))
                .containsOnly(entry("workspace", "w-1"), entry("storage", "abi"));
        assertThat(provider.settingsOf(URI.create("naas://w-1/abi/a/b%20c")))
                .containsOnly(entry("workspace", "w-1"), entry("storage", "abi"), entry("prefix", "a/b c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"naas:x", "naas://w-1", "naas://w-1/", "naas://u@w-1/abi", "naas://w-1/abi?x", "naas://w:1/abi"})
    void a_url_that_names_no_storage_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NaasAdapterProvider().settingsOf(URI.create(url)))
                .withMessageContaining("naas://workspace/storage");
    }

    @Test
    void a_prefix_only_ever_leads_further_in() {
        var place = NaasKeys.of("s3://bucket/w-1/abi", "eu-west-3");
        assertThat(place.home()).isEqualTo("w-1/abi");
        assertThat(place.prefix(dev.waybill.port.KeyPrefix.ALL)).isEqualTo("w-1/abi");
        assertThat(place.prefix(dev.waybill.port.KeyPrefix.ofFolder("a/b"))).isEqualTo("w-1/abi/a/b");
    }

    @Test
    void printing_a_configuration_shows_no_secret() {
        assertThat(read(Map.of(), LEAST).toString()).doesNotContain("hidden-key");
    }
}
