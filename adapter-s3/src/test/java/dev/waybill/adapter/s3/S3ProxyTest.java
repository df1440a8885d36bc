package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.testkit.Deviation;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against S3Proxy over a folder: signatures are verified, and the semantics are a folder's.
final class S3ProxyTest extends S3ContractTest {
    private static final UploadRequest REQUEST = UploadRequest.start(ObjectKey.of("key"), PutOptions.DEFAULT, 5 << 20);

    private static S3Proxy proxy;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "proxy-access", "proxy-secret")
                .build();
        proxy.start();
        ofProxy().createBucket("contract");
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.stop();
    }

    private static S3Server ofProxy() {
        return new S3Server(
                URI.create("http://127.0.0.1:" + proxy.getPort()),
                "proxy-access",
                "proxy-secret",
                Map.of("profile", "generic", "conditions", "put-absent, put-match, complete, delete-match"));
    }

    @Override
    S3Server server() {
        return ofProxy();
    }

    @Override
    String bucket() {
        return "contract";
    }

    @Override
    Set<Capability> conditions() {
        return Set.of(
                Capability.PUT_IF_ABSENT,
                Capability.PUT_IF_MATCH,
                Capability.CONDITIONAL_COPY,
                Capability.CONDITIONAL_COMPLETE,
                Capability.DELETE_IF_MATCH);
    }

    @Override
    Set<ChecksumAlgorithm> uploadChecksums() {
        return Set.of();
    }

    @Override
    protected Set<Deviation> expectedDeviations() {
        return EnumSet.of(
                Deviation.RACING_PUT_IF_MATCH,
                Deviation.UTF16_LISTING_ORDER,
                // its files and what it notes beside them are written one after the other
                Deviation.READS_FAIL_BESIDE_WRITES);
    }

    /// It does not look for the upload when it copies a part, so nothing fails; no object comes of that.
    @Test
    @Override
    public void no_part_is_copied_into_an_upload_that_is_over() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(super::no_part_is_copied_into_an_upload_that_is_over);
        try (var store = openSecondClient()) {
            assertThat(store.stat(ObjectKey.of("to"))).isEmpty();
        }
    }

    /// Its folders resolve the dots before they look for the prefix.
    @Test
    @Override
    public void a_prefix_may_end_in_dots_that_longer_segments_begin_with() {
        try (var store = openSecondClient()) {
            put(store, "a/..b");
            put(store, "a/d");

            try (var objects = store.list(ListOptions.of(KeyPrefix.of("a/..")))) {
                assertThat(objects.map(o -> o.key().value())).containsExactly("a/..b", "a/d");
            }
        }
    }

    /// It answers 500, which cannot be told from a server in trouble.
    @Test
    @Override
    public void a_key_beside_a_folder_of_its_name_is_listed_or_refused() {
        try (var store = openSecondClient()) {
            put(store, "a");

            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put(store, "a/b"));
        }
    }

    /// It answers 500 where a segment is longer than the names of its folders can be.
    @Test
    @Override
    public void the_longest_segment_round_trips() {
        try (var store = openSecondClient()) {
            put(store, "s".repeat(200));

            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put(store, "s".repeat(256)));
        }
    }

    /// It takes parts for an upload that is no more.
    @Test
    @Override
    public void an_aborted_upload_is_no_more() {
        assertPartsAreTakenAfter(UploadSession::abort);
    }

    /// It takes parts for an upload that is no more.
    @Test
    @Override
    public void a_completed_upload_cannot_be_gone_on_with() {
        assertPartsAreTakenAfter(upload ->
                upload.complete(List.of(upload.putPart(1, ObjectSource.of(new byte[1]))), Optional.empty()));
    }

    /// It lists the parts of an upload that is no more: none.
    @Test
    @Override
    public void an_upload_that_is_no_more_cannot_be_resumed() {
        try (var store = openSecondClient();
                var upload = store.openUpload(REQUEST)) {
            upload.abort();

            try (var resumed = store.openUpload(REQUEST.resuming(upload.id()))) {
                assertThat(resumed.parts()).isEmpty();
            }
        }
    }

    private void assertPartsAreTakenAfter(Consumer<UploadSession> end) {
        try (var store = openSecondClient();
                var upload = store.openUpload(REQUEST)) {
            end.accept(upload);

            assertThat(upload.putPart(2, ObjectSource.of(new byte[2])).size()).isEqualTo(2);
        }
    }

    private static void put(IObjectStorageAdapter store, String key) {
        store.put(ObjectKey.of(key), ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
    }
}
