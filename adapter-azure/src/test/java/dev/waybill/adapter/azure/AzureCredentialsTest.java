package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each way of saying who asks opens a container of Azurite. That of the account's key is the contract's.
@NeedsAzurite
final class AzureCredentialsTest {
    private static final String CONTAINER = Azurite.shared().newContainer();
    private static final ObjectKey KEY = ObjectKey.of("folder/a b+c");
    private static final BlobContainerSasPermission ALL = new BlobContainerSasPermission()
            .setReadPermission(true)
            .setCreatePermission(true)
            .setWritePermission(true)
            .setDeletePermission(true)
            .setListPermission(true);

    /// How the credential is configured.
    enum Way {
        SAS,
        CONNECTION_STRING_WITH_KEY,
        CONNECTION_STRING_WITH_SAS;

        Map<String, String> settings() {
            String endpoint = Azurite.endpoint(Azurite.shared().port()).toString();
            String connection =
                    "DefaultEndpointsProtocol=http;AccountName=" + Azurite.ACCOUNT + ";BlobEndpoint=" + endpoint + ";";
            return switch (this) {
                case SAS -> Map.of("account", Azurite.ACCOUNT, "endpoint", endpoint, "sas", "?" + signature(ALL));
                case CONNECTION_STRING_WITH_KEY ->
                    Map.of("connectionString", connection + "AccountKey=" + Azurite.KEY + ";");
                case CONNECTION_STRING_WITH_SAS ->
                    Map.of("connectionString", connection + "SharedAccessSignature=" + signature(ALL));
            };
        }
    }

    /// What the account's key signs for the container; the SDK has no other way without a client of its own.
    @SuppressWarnings("deprecation")
    private static String signature(BlobContainerSasPermission permission) {
        var end = OffsetDateTime.ofInstant(Clock.systemUTC().instant(), ZoneOffset.UTC)
                .plus(Duration.ofHours(1));
        return new BlobServiceSasSignatureValues(end, permission)
                .setContainerName(CONTAINER)
                .generateSasQueryParameters(new StorageSharedKeyCredential(Azurite.ACCOUNT, Azurite.KEY))
                .encode();
    }

    @MustBeClosed
    private static IObjectStorageAdapter open(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("container", CONTAINER);
        var read = new MapSettings(all);
        var config = AzureConfig.of(read);
        assertThat(read.problems()).isEmpty();
        return AzureAdapter.open(config, new AdapterContext(Clock.systemUTC(), 8));
    }

    private static ObjectSource bytes(String text) {
        return ObjectSource.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void objects_are_written_read_listed_copied_and_deleted(Way way) throws IOException {
        var copy = ObjectKey.of("copies/" + way);
        try (var store = open(way.settings())) {
            store.put(KEY, bytes("by " + way), PutOptions.DEFAULT);
            store.copy(KEY, copy, CopyOptions.DEFAULT);

            try (var content = store.get(copy, GetOptions.WHOLE)) {
                assertThat(content.stream().readAllBytes()).asString().isEqualTo("by " + way);
            }
            try (var listing = store.list(ListOptions.of(KeyPrefix.of("folder/")))) {
                assertThat(listing.map(ObjectMetadata::key)).containsExactly(KEY);
            }
            store.delete(KEY, DeleteOptions.ANY);
            assertThat(store.stat(KEY)).isEmpty();
        }
    }

    @Test
    void what_a_signature_does_not_allow_is_denied_without_its_being_told() {
        String readOnly = signature(new BlobContainerSasPermission().setReadPermission(true));
        var settings = new HashMap<>(Way.SAS.settings());
        settings.put("sas", readOnly);
        try (var store = open(settings)) {
            var denied =
                    catchThrowableOfType(AccessDenied.class, () -> store.put(KEY, bytes("never"), PutOptions.DEFAULT));

            assertThat(denied).hasMessageContaining(KEY.value());
            assertThat(Throwables.getStackTrace(denied))
                    .doesNotContain(readOnly.substring(readOnly.indexOf("sig=") + 4));
        }
    }
}
