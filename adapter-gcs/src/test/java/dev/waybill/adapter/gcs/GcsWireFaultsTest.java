package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.http.GenericUrl;
import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Corrupt;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.WireFault.Refuse;
import dev.waybill.testkit.WireFault.Slow;
import dev.waybill.testkit.gcs.GcsWireServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections that break, stall or change what passes over them.
final class GcsWireFaultsTest {
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
        spoiled = server.at(proxy.port()).with("readTimeout", "0.5S").store("bucket");
        through = GcsAdapter.over(spoiled);
    }

    @AfterEach
    void stop() throws IOException {
        assertThat(spoiled.connectionsInUse())
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

    /// After the fault nothing is in the way of the same call.
    private void assertPutSucceedsNow() throws IOException {
        proxy.heal();
        put();
        assertThat(read()).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 700_000, 3_000_000})
    void a_put_whose_connection_is_reset_stores_nothing(long afterBytes) throws IOException {
        proxy.onNext(WireFault.resetAfterUp(afterBytes));

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(this::put);
        assertThat(direct.stat(KEY)).isEmpty();
        assertPutSucceedsNow();
    }

    @Test
    void a_put_whose_connection_is_refused_is_unavailable() throws IOException {
        proxy.onNext(new Refuse());

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(this::put);
        assertThat(direct.stat(KEY)).isEmpty();
        assertPutSucceedsNow();
    }

    @Test
    void a_put_that_gets_no_answer_is_given_up() throws IOException {
        proxy.onEvery(WireFault.stallAfterDown(0));

        var thrown = catchThrowableOfType(StoreUnavailable.class, this::put);

        assertThat(thrown.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertPutSucceedsNow();
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

    @Test
    void a_put_that_is_interrupted_does_not_wait_for_a_server_that_says_nothing() throws IOException {
        var source = TestSources.acting(MIDDLE, BYTES, () -> {
            proxy.onEvery(WireFault.stallAfterDown(0));
            Thread.currentThread().interrupt();
        });
        try (var patient = server.at(proxy.port()).with("readTimeout", "600S").open("bucket", "")) {
            assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> patient.put(KEY, source, PutOptions.DEFAULT));
        }
        assertThat(Thread.interrupted()).as("the interrupt flag is kept").isTrue();
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_put_whose_last_answer_stalls_is_given_up_and_nothing_short_is_stored() throws IOException {
        proxy.onNext(WireFault.stallAfterDown(400));

        var thrown = catchThrowableOfType(StoreUnavailable.class, this::put);
        assertThat(thrown.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        direct.stat(KEY).ifPresent(stored -> assertThat(stored.size()).isEqualTo(BYTES.length));
        assertPutSucceedsNow();
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
    void a_read_whose_connection_is_reset_is_no_success() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(WireFault.resetAfterDown(MIDDLE)))
                .withCauseInstanceOf(StoreUnavailable.class);
    }

    @Test
    void a_read_that_is_cut_short_is_no_success() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(WireFault.cutAfterDown(MIDDLE)))
                .withCauseInstanceOf(StoreUnavailable.class);
    }

    @Test
    void a_read_that_stalls_is_given_up() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(WireFault.stallAfterDown(MIDDLE)))
                .withCauseInstanceOf(StoreUnavailable.class);
    }

    @Test
    void a_read_that_is_changed_on_its_way_is_corrupt() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(new Corrupt(Direction.DOWN, MIDDLE)))
                .withCauseInstanceOf(CorruptContent.class);
    }

    @Test
    void a_slow_connection_is_no_failure() throws IOException {
        proxy.onEvery(new Slow(Direction.UP, 4 << 20));
        proxy.onEvery(new Slow(Direction.DOWN, 4 << 20));
        try (var patient = server.at(proxy.port()).open("bucket", "")) {
            patient.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
            try (var content = patient.get(KEY, GetOptions.WHOLE)) {
                assertThat(content.stream().readAllBytes()).isEqualTo(BYTES);
            }
        }
    }

    @Test
    void bodies_that_are_closed_early_give_their_connections_back() throws IOException {
        direct.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
        var store = server.store("bucket");
        try (var adapter = GcsAdapter.over(store)) {
            for (int i = 0; i < 2 * GcsServer.REQUEST_SLOTS; i++) {
                try (var content = adapter.get(KEY, GetOptions.of(ByteRange.of(0, BYTES.length - 1)))) {
                    assertThat(content.stream().read()).isNotNegative();
                }
            }

            assertThat(store.connectionsInUse()).isZero();
        }
    }

    @Test
    void a_server_that_restarts_in_the_middle_of_a_read_ends_it_and_serves_the_next() throws IOException {
        direct.put(KEY, ObjectSource.of(TestSources.bytes(32 << 20, 1)), PutOptions.DEFAULT);
        try (var content = through.get(KEY, GetOptions.WHOLE)) {
            assertThat(content.stream().read()).isNotNegative();
            wire.restart();

            assertThatIOException()
                    .isThrownBy(() -> content.stream().readAllBytes())
                    .withCauseInstanceOf(StoreUnavailable.class);
        }
        assertPutSucceedsNow();
    }

    @Test
    void an_upload_goes_on_after_the_server_restarted() throws IOException {
        var request = UploadRequest.start(KEY, PutOptions.DEFAULT, 1 << 20);
        try (var upload = through.openUpload(request)) {
            upload.putPart(1, ObjectSource.of(TestSources.bytes(1 << 20, 1)));
            wire.restart();
            proxy.killAll();
            again(() -> upload.putPart(2, ObjectSource.of(new byte[] {2})));
            again(() -> upload.complete(upload.parts(), java.util.Optional.empty()));
        }

        assertThat(read()).hasSize((1 << 20) + 1).endsWith(2);
    }

    /// What the layer that retries does: the same call again.
    private static void again(Runnable call) {
        try {
            call.run();
        } catch (StoreUnavailable e) {
            call.run();
        }
    }
}
