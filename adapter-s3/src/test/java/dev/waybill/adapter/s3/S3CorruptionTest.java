package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Corrupt;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that change what passes over them.
final class S3CorruptionTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final byte[] BYTES = TestSources.bytes(2 << 20, 3);
    private static final int MIDDLE = BYTES.length / 2;

    private final S3WireServer wire = S3WireServer.start(Clock.systemUTC());
    private FaultProxy proxy;
    private IObjectStorageAdapter direct;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void start() throws IOException {
        wire.allow(S3Credentials.of("access", "secret"));
        wire.createBucket("bucket");
        proxy = FaultProxy.to("127.0.0.1", wire.endpoint().getPort());
        direct = server(wire.endpoint().getPort(), "aws").open("bucket", "");
    }

    @AfterEach
    void stop() throws IOException {
        direct.close();
        proxy.close();
        wire.close();
    }

    private static S3Server server(int port, String profile) {
        var settings = Map.of("profile", profile, "pathStyle", "true");
        return new S3Server(URI.create("http://127.0.0.1:" + port), "access", "secret", settings);
    }

    private void putThrough(String profile, WireFault fault) {
        proxy.onNext(fault);
        try (var store = server(proxy.port(), profile).open("bucket", "")) {
            store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
        }
    }

    private void readThrough(WireFault fault) throws IOException {
        direct.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
        proxy.onNext(fault);
        try (var store = server(proxy.port(), "aws").open("bucket", "");
                var content = store.get(KEY, GetOptions.WHOLE)) {
            content.stream().readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "ceph"})
    void a_body_that_is_changed_on_its_way_to_the_store_does_not_stay_there(String profile) {
        assertThatExceptionOfType(CorruptContent.class)
                .isThrownBy(() -> putThrough(profile, new Corrupt(Direction.UP, MIDDLE)));

        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_part_that_is_changed_on_its_way_to_the_store_is_not_taken_for_sent() {
        var request = UploadRequest.start(KEY, PutOptions.DEFAULT, 5 << 20);
        try (var started = server(wire.endpoint().getPort(), "ceph").open("bucket", "");
                var upload = started.openUpload(request);
                var store = server(proxy.port(), "ceph").open("bucket", "")) {
            proxy.onNext(new Corrupt(Direction.UP, MIDDLE));
            try (var resumed = store.openUpload(request.resuming(upload.id()))) {
                assertThatExceptionOfType(CorruptContent.class)
                        .isThrownBy(() -> resumed.putPart(1, ObjectSource.of(BYTES)));
            }

            assertThat(upload.parts())
                    .singleElement()
                    .satisfies(part -> assertThat(part.size()).isZero());
        }
    }

    @Test
    void a_read_that_is_changed_on_its_way_is_corrupt() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(new Corrupt(Direction.DOWN, MIDDLE)))
                .withCauseInstanceOf(CorruptContent.class);
    }
}
