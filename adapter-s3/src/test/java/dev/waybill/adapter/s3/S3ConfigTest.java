package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.testkit.MapSettings;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3ConfigTest {
    private final S3AdapterProvider provider = new S3AdapterProvider();

    private static MapSettings settings(String... namesAndValues) {
        var values = new HashMap<>(Map.of("bucket", "b"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new MapSettings(values);
    }

    @ParameterizedTest(name = "{0} + {1} is {2}")
    @CsvSource({
        "datastore/, in/w.xlsx, datastore/in/w.xlsx",
        "datastore, in/w.xlsx, datastore/in/w.xlsx",
        "a/b//, c, a/b/c",
        "/a, c, /a/c",
        "'', c, c",
        "/, c, c",
    })
    void a_key_is_joined_to_the_base_as_abi_does(String base, String key, String name) {
        var keys = new S3Keys(base);

        assertThat(keys.name(ObjectKey.of(key))).isEqualTo(name);
        assertThat(keys.key(name)).contains(ObjectKey.of(key));
    }

    @Test
    void a_url_names_bucket_and_prefix() {
        assertThat(provider.settingsOf(URI.create("s3://bucket"))).isEqualTo(Map.of("bucket", "bucket"));
        assertThat(provider.settingsOf(URI.create("s3://my_bucket/a/b%20c")))
                .isEqualTo(Map.of("bucket", "my_bucket", "prefix", "a/b c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3:bucket", "s3:///x", "s3://user@bucket", "s3://bucket:1/x", "s3://bucket?x=1", "s3://b#f"})
    void a_url_with_more_is_refused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.settingsOf(URI.create(url)))
                .withMessageContaining("s3://bucket/prefix");
    }

    @Test
    void half_a_key_pair_is_a_problem() {
        var onlyId = settings("accessKeyId", "id");
        var onlySecret = settings("secretAccessKey", "secret");
        var onlyToken = settings("sessionToken", "token");

        S3Config.of(onlyId);
        S3Config.of(onlySecret);
        S3Config.of(onlyToken);

        assertThat(onlyId.problems()).containsExactly("accessKeyId: needs secretAccessKey beside it");
        assertThat(onlySecret.problems()).containsExactly("secretAccessKey: needs accessKeyId beside it");
        assertThat(onlyToken.problems())
                .containsExactly("sessionToken: needs accessKeyId and secretAccessKey beside it");
    }

    @Test
    void all_problems_are_noted_at_once() {
        var settings = settings(
                "bucket", "a/b", "prefix", "x\u0000", "conditions", "put-absent, put-always", "accessKeyId", "i");

        S3Config.of(settings);

        assertThat(settings.problems()).hasSize(4).anySatisfy(p -> assertThat(p).contains("put-always", "put-match"));
    }

    @Test
    void an_endpoint_makes_the_profile_generic_and_the_path_style() {
        var config = S3Config.of(settings("endpoint", "http://127.0.0.1:9000", "prefix", "p/"));

        assertThat(config.profile()).isEqualTo(S3Profile.of(S3Profile.Name.GENERIC));
        assertThat(config.profile().pathStyle()).isTrue();
        assertThat(config.store()).hasToString("s3://127.0.0.1:9000/b/p");
        assertThat(S3Config.of(settings()).store()).hasToString("s3://b");
        assertThat(S3Config.of(settings()).profile()).isEqualTo(S3Profile.of(S3Profile.Name.AWS));
    }

    @Test
    void overrides_change_the_profile() {
        var config = S3Config.of(settings(
                "profile", "ceph", "checksum", "crc32c", "trailers", "true", "conditions", "put-match complete"));

        assertThat(config.profile().checksum()).isEqualTo(S3ChecksumPolicy.CRC32C);
        assertThat(config.profile().trailers()).isTrue();
        assertThat(config.profile().conditions())
                .containsExactlyInAnyOrder(S3Condition.PUT_MATCH, S3Condition.COMPLETE);
    }

    @ParameterizedTest(name = "{0}, {1} is {2}")
    @CsvSource({
        "http://127.0.0.1:1, ceph, '', true",
        "https://127.0.0.1:1, ceph, '', false",
        "https://127.0.0.1:1, ceph, md5, true",
        "HTTP://127.0.0.1:1, r2, '', true",
        "https://127.0.0.1:1, r2, '', false",
        "https://127.0.0.1:1, generic, md5, true",
    })
    void bodies_are_hashed_on_their_way_where_nothing_else_guards_them(
            String endpoint, String profile, String checksum, boolean hashed) {
        var settings = checksum.isEmpty()
                ? settings("endpoint", endpoint, "profile", profile)
                : settings("endpoint", endpoint, "profile", profile, "checksum", checksum);

        assertThat(S3Config.of(settings).profile().checksum()).isEqualTo(S3ChecksumPolicy.MD5);
        assertThat(S3Config.of(settings).profile().streamedMd5()).isEqualTo(hashed);
    }

    @Test
    void a_configuration_does_not_show_its_secrets() {
        var config = S3Config.of(settings(
                "accessKeyId",
                "id-not-to-show",
                "secretAccessKey",
                "key-not-to-show",
                "sessionToken",
                "token-not-to-show"));

        assertThat(config.toString()).doesNotContain("not-to-show").contains("***");
    }

    @Test
    void fewer_connections_than_request_slots_are_refused() {
        var config = S3Config.of(settings("endpoint", "http://127.0.0.1:1", "maxConnections", "4"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Adapter.open(config, new AdapterContext(Clock.systemUTC(), 5)))
                .withMessageContaining("maxConnections of s3://127.0.0.1:1/b is 4, fewer than the 5 requests");
    }

    @Test
    void every_setting_that_is_read_is_a_known_key() {
        assertThat(provider.keys())
                .extracting(ConfigKey::name)
                .doesNotHaveDuplicates()
                .contains("bucket", "prefix", "endpoint", "secretAccessKey");
        assertThat(provider.keys())
                .filteredOn(ConfigKey::secret)
                .extracting(ConfigKey::name)
                .containsExactlyInAnyOrder("accessKeyId", "secretAccessKey", "sessionToken");
    }

    @Test
    void reading_the_configuration_loads_nothing_of_the_sdk() throws Exception {
        URL[] withoutSdk = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("awssdk"))
                .map(S3ConfigTest::url)
                .toArray(URL[]::new);
        try (var loader = new URLClassLoader(withoutSdk, ClassLoader.getPlatformClassLoader())) {
            var store = loader.loadClass(ConfigureAlone.class.getName())
                    .getMethod("store")
                    .invoke(null);

            assertThat(store).isEqualTo("s3://bucket/prefix");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /// Run where the SDK is not on the class path.
    public static final class ConfigureAlone {
        private ConfigureAlone() {}

        /// What a configured store is called.
        public static String store() {
            return new S3AdapterProvider()
                    .configure(new MapSettings(Map.of("bucket", "bucket", "prefix", "prefix/")))
                    .store()
                    .toString();
        }
    }
}
