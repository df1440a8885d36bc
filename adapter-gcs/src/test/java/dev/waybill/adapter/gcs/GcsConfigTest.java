package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GcsConfigTest {
    private static MapSettings read(Map<String, String> values) {
        var settings = new MapSettings(values);
        assertThatCode(() -> GcsConfig.of(settings)).doesNotThrowAnyException();
        return settings;
    }

    @ParameterizedTest
    @CsvSource({
        "gs://b, b, ",
        "gs://b/, b, ",
        "gs://b/data/x, b, data/x",
        "gs://b_1.example/a%20b/, b_1.example, a b/",
    })
    void a_url_names_bucket_and_prefix(String url, String bucket, String prefix) {
        var settings = new GcsAdapterProvider().settingsOf(URI.create(url));

        assertThat(settings).containsEntry("bucket", bucket);
        assertThat(settings.get("prefix")).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://user@b/x", "gs://b:80/x", "gs://b/x?y", "gs://b#x", "gs:/b", "s3://b"})
    void any_other_url_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GcsAdapterProvider().settingsOf(URI.create(url)))
                .withMessageContaining("gs://bucket/prefix");
    }

    @Test
    void a_store_is_named_by_bucket_and_prefix_and_by_its_server_if_it_is_not_google_s() {
        assertThat(GcsConfig.of(new MapSettings(Map.of("bucket", "b", "prefix", "x//")))
                        .store())
                .hasToString("gs://b/x");
        assertThat(GcsConfig.of(new MapSettings(Map.of("bucket", "b", "endpoint", "http://h:1")))
                        .store())
                .hasToString("gs://h:1/b");
    }

    @Test
    void two_ways_of_saying_who_asks_are_one_too_many() {
        assertThat(read(Map.of("bucket", "b", "credentials", "anonymous", "accessToken", "t"))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("credentials: ");
    }

    @Test
    void all_problems_are_noted() {
        assertThat(read(Map.of("bucket", "a/b", "prefix", "\u0001", "endpoint", "http://h/path"))
                        .problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("bucket", "prefix", "endpoint");
        assertThat(read(Map.of()).problems()).containsExactly("bucket: is required");
    }

    @Test
    void every_key_that_is_read_is_declared() {
        assertThat(new GcsAdapterProvider().keys())
                .extracting(key -> key.name())
                .contains("bucket", "prefix", "endpoint", "credentials", "credentialsFile", "credentialsJson");
    }

    @Test
    void fewer_connections_than_request_slots_are_a_mistake() {
        var config = GcsConfig.of(new MapSettings(Map.of("bucket", "b", "maxConnections", "3")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GcsStore(config, new AdapterContext(Clock.systemUTC(), 4)))
                .withMessageContaining("maxConnections");
    }

    @Test
    void secrets_are_not_shown() {
        var values = Map.of("bucket", "b", "credentialsJson", "{\"private_key\": \"hush\"}");

        assertThat(GcsConfig.of(new MapSettings(values)).toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({"'', k, k", "a, k, a/k", "a/, k, a/k", "/a, k, /a/k"})
    void a_name_is_the_prefix_and_the_key(String base, String key, String name) {
        var keys = new GcsKeys(base);

        assertThat(keys.name(ObjectKey.of(key))).isEqualTo(name);
        assertThat(keys.key(name)).contains(ObjectKey.of(key));
    }

    @Test
    void only_names_below_the_prefix_are_the_adapter_s_own() {
        var keys = new GcsKeys("base");

        assertThat(keys.isReserved("base/.waybill-uploads/open/x")).isTrue();
        assertThat(keys.isReserved(".waybill-uploads/open/x")).isFalse();
        assertThat(keys.isReserved("other.waybill-uploads/")).isFalse();
        assertThat(keys.isReserved("base/x/.waybill-uploads/open/x")).isFalse();
    }
}
