package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.spi.AdapterProvider;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a folder is named in a configuration and as a URL.
final class FsAdapterProviderTest {
    private final FsAdapterProvider provider = new FsAdapterProvider();

    @Test
    void it_is_found_as_a_service() {
        assertThat(ServiceLoader.load(AdapterProvider.class))
                .extracting(AdapterProvider::scheme)
                .contains("file");
    }

    @Test
    void a_url_stands_for_the_folder_of_its_decoded_path() {
        assertThat(provider.settingsOf(URI.create("file:///a/b%20c%25/%C3%A9%23")))
                .isEqualTo(Map.of("root", "/a/b c%/é#"));
        assertThat(provider.settingsOf(URI.create("file:/a/b/"))).isEqualTo(Map.of("root", "/a/b"));
        assertThat(provider.settingsOf(URI.create("file://localhost/a"))).isEqualTo(Map.of("root", "/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file://server/share", "file:relative", "file:///a?b=c", "file:///a#b", "s3://b/c"})
    void a_url_that_names_no_folder_of_this_machine_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.settingsOf(URI.create(url)))
                .withMessageContaining(url);
    }
}
