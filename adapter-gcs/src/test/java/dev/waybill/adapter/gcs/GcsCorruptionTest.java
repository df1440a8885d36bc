package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.api.client.http.GenericUrl;
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
import dev.waybill.testkit.gcs.GcsWireServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that change what passes over them.
final class GcsCorruptionTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final byte[] BYTES = TestSources.bytes(3 << 20, 3);
    private static final int MIDDLE = BYTES.length / 2;

    private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());
    private final GcsServer server = GcsServer.open(wire.endpoint());
    private FaultProxy proxy;
    private IObjectStorageAdapter direct;
    private GcsStore spoiled;
    private IObjectStorageAdapter through;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void start() throws IOException {
        wire.createBucket("bucket");
        proxy = FaultProxy.to("127.0.0.1", wire.endpoint().getPort());
        direct = server.open("bucket", "");
        spoiled = server.at(proxy.port()).store("bucket");
        through = GcsAdapter.over(spoiled);
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(spoiled.connection().inUse())
                .as("connections that were not given back")
                .isZero();
        through.close();
        direct.close();
        proxy.close();
        wire.close();
    }

    private void put() {
        through.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
    }

    private byte[] read() throws IOException {
        try (var content = through.get(KEY, GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        }
    }

    private void readThrough(WireFault fault) throws IOException {
        direct.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
        proxy.onNext(fault);
        read();
    }

    @Test
    void a_request_s_own_bound_goes_before_the_configured_one() throws IOException {
        proxy.onEvery(WireFault.stallAfterDown(0));
        var patient = server.at(proxy.port()).with("readTimeout", "600S").config("bucket", "");
        var transport = new PooledTransport(patient, 1);
        try {
            var request = transport
                    .createRequestFactory()
                    .buildGetRequest(new GenericUrl(patient.root() + "storage/v1/b/bucket"))
                    .setReadTimeout(300);

            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(request::execute);
        } finally {
            transport.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 1 << 20, 3 << 20})
    void a_body_that_is_changed_on_its_way_to_the_store_is_not_stored(int length) {
        proxy.onNext(new Corrupt(Direction.UP, 2_000));
        byte[] bytes = TestSources.bytes(length, 5);

        assertThatExceptionOfType(CorruptContent.class)
                .isThrownBy(() -> through.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT));
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 3 << 20})
    void a_body_that_is_changed_does_not_stay_in_a_server_that_ignores_hashes(int length) {
        wire.ignoreHashes();
        proxy.onNext(new Corrupt(Direction.UP, 2_500));
        byte[] bytes = TestSources.bytes(length, 5);

        assertThatExceptionOfType(CorruptContent.class)
                .isThrownBy(() -> through.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT));
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_chunk_that_is_changed_does_not_stay_in_a_server_that_ignores_hashes() {
        wire.ignoreHashes();
        proxy.onNext(new Corrupt(Direction.UP, MIDDLE));
        var source = TestSources.ofUnknownLength(TestSources.bytes(GcsWrites.CHUNK_BYTES + 5, 1));

        assertThatExceptionOfType(CorruptContent.class).isThrownBy(() -> through.put(KEY, source, PutOptions.DEFAULT));
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_body_that_is_changed_leaves_the_old_bytes() throws IOException {
        direct.put(KEY, ObjectSource.of(new byte[] {1}), PutOptions.DEFAULT);
        proxy.onNext(new Corrupt(Direction.UP, MIDDLE));

        assertThatExceptionOfType(CorruptContent.class).isThrownBy(this::put);
        assertThat(read()).containsExactly(1);
    }

    @Test
    void a_chunk_of_a_source_of_unknown_length_that_is_changed_is_not_stored() {
        proxy.onNext(new Corrupt(Direction.UP, MIDDLE));
        var source = TestSources.ofUnknownLength(TestSources.bytes(GcsWrites.CHUNK_BYTES + 5, 1));

        assertThatExceptionOfType(CorruptContent.class).isThrownBy(() -> through.put(KEY, source, PutOptions.DEFAULT));
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_part_that_is_changed_on_its_way_to_the_store_is_not_taken_for_sent() {
        var request = UploadRequest.start(KEY, PutOptions.DEFAULT, 4 << 20);
        try (var upload = direct.openUpload(request);
                var resumed = through.openUpload(request.resuming(upload.id()))) {
            proxy.onOpen(new Corrupt(Direction.UP, MIDDLE));

            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> resumed.putPart(1, ObjectSource.of(BYTES)));
            assertThat(upload.parts()).isEmpty();
        }
    }

    @Test
    void a_read_that_is_changed_on_its_way_is_corrupt() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(new Corrupt(Direction.DOWN, MIDDLE)))
                .withCauseInstanceOf(CorruptContent.class);
    }
}
