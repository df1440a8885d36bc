package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the AWS SDK finds in its surroundings, and what it does not.
final class S3OpeningTest {
    private final Map<String, String> before = new HashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void nothing_is_to_be_found() {
        set("aws.disableEc2Metadata", "true");
        set("aws.configFile", folder.resolve("config").toString());
        set("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
    }

    private void set(String property, String value) {
        before.put(property, System.setProperty(property, value));
    }

    @AfterEach
    void restore() {
        before.forEach((property, value) -> {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }

    @MustBeClosed
    private static IObjectStorageAdapter open(String... namesAndValues) {
        var values = new HashMap<>(Map.of("bucket", "b"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return S3Adapter.open(S3Config.of(new MapSettings(values)), new AdapterContext(Clock.systemUTC(), 4));
    }

    @Test
    void a_bucket_without_a_region_is_refused_naming_the_setting() {
        assertThatExceptionOfType(NotSupported.class)
                .isThrownBy(S3OpeningTest::open)
                .withMessageContaining("region")
                .withMessageContaining("AWS_REGION")
                .withMessageNotContaining("software.amazon")
                .withMessageNotContaining("@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpointUrl", "aws.endpointUrlS3"})
    void an_endpoint_from_the_surroundings_is_refused(String property) {
        set(property, "http://127.0.0.1:1");

        assertThatExceptionOfType(NotSupported.class)
                .isThrownBy(() -> open("region", "eu-west-1"))
                .withMessageContaining("http://127.0.0.1:1")
                .withMessageContaining("endpoint")
                .withMessageContaining("profile");
    }

    @Test
    void an_endpoint_that_is_configured_stands_over_one_from_the_surroundings() {
        set("aws.endpointUrl", "http://127.0.0.1:1");
        try (var server = CannedServer.of(404, Map.of(), new byte[0]);
                var store = server.asServer("generic").open("bucket", "")) {
            assertThatExceptionOfType(dev.waybill.port.StorageException.StoreNotFound.class)
                    .isThrownBy(() -> store.stat(ObjectKey.of("key")));
        }
    }

    @Test
    void credentials_that_are_nowhere_are_asked_for_by_name() {
        try (var server = CannedServer.of(200, Map.of(), new byte[0]);
                var store =
                        open("endpoint", server.asServer("generic").endpoint().toString(), "pathStyle", "true")) {
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> store.stat(ObjectKey.of("key")))
                    .withMessageContaining("accessKeyId and secretAccessKey")
                    .withMessageNotContaining("software.amazon")
                    .withMessageNotContaining("Provider");
        }
    }
}
