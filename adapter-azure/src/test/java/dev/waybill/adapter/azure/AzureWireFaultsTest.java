package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
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
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Connections to a real server that break, stall, crawl or change what passes over them.
@NeedsAzurite
final class AzureWireFaultsTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final byte[] BYTES = TestSources.bytes(2 << 20, 3);
    private static final int MIDDLE = BYTES.length / 2;

    private final String container = Azurite.shared().newContainer();
    private FaultProxy proxy;
    private IObjectStorageAdapter direct;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void start() throws IOException {
        proxy = FaultProxy.to("127.0.0.1", Azurite.shared().port());
        direct = open(Azurite.shared().port());
    }

    @AfterEach
    void stop() throws IOException {
        direct.close();
        proxy.close();
    }

    @MustBeClosed
    private IObjectStorageAdapter open(int port) {
        return AzuriteStores.open(port, container, Map.of("readTimeout", "1S"));
    }

    private void putThrough(WireFault fault) {
        proxy.onNext(fault);
        try (var store = open(proxy.port())) {
            store.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
        }
    }

    private void readThrough(WireFault fault) throws IOException {
        direct.put(KEY, ObjectSource.of(BYTES), PutOptions.DEFAULT);
        proxy.onNext(fault);
        try (var store = open(proxy.port());
                var content = store.get(KEY, GetOptions.WHOLE)) {
            assertThat(content.stream().readAllBytes()).isEqualTo(BYTES);
        }
    }

    @Test
    void a_put_whose_connection_is_reset_stores_nothing() {
        var thrown = catchThrowableOfType(StoreUnavailable.class, () -> putThrough(WireFault.resetAfterUp(MIDDLE)));

        assertThat(thrown.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_put_whose_connections_are_refused_is_unavailable() {
        proxy.onEvery(new Refuse());

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> putThrough(new Refuse()));
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_put_that_gets_no_answer_is_given_up() {
        var thrown = catchThrowableOfType(StoreUnavailable.class, () -> putThrough(WireFault.stallAfterDown(0)));

        assertThat(thrown.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    @Test
    void a_put_that_the_server_takes_no_more_of_is_given_up() {
        var thrown = catchThrowableOfType(
                StoreUnavailable.class, () -> putThrough(new WireFault.Stall(Direction.UP, 100_000)));

        assertThat(thrown.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void what_is_slow_takes_longer_than_the_read_timeout_and_succeeds() throws IOException {
        byte[] large = TestSources.bytes(12 << 20, 4);
        proxy.onNext(new Slow(Direction.UP, 4 << 20), new Slow(Direction.DOWN, 4 << 20));
        try (var store = AzuriteStores.open(proxy.port(), container, Map.of("readTimeout", "2S"))) {
            store.put(KEY, ObjectSource.of(large), PutOptions.DEFAULT);
            try (var content = store.get(KEY, GetOptions.WHOLE)) {
                assertThat(content.stream().readAllBytes()).isEqualTo(large);
            }
        }
    }

    @Test
    void a_body_that_is_changed_on_its_way_to_the_store_does_not_stay_unnoticed() throws IOException {
        proxy.onNext(new Corrupt(Direction.UP, MIDDLE / 2));
        byte[] small = TestSources.bytes(MIDDLE, 5);
        try (var store = open(proxy.port())) {
            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> store.put(KEY, ObjectSource.of(small), PutOptions.DEFAULT));
        }

        assertThat(direct.stat(KEY)).isEmpty();
    }

    @Test
    void a_large_part_that_is_changed_on_its_way_is_not_taken_for_sent() {
        var request = UploadRequest.start(KEY, PutOptions.DEFAULT, 5 << 20);
        try (var upload = direct.openUpload(request);
                var store = open(proxy.port())) {
            proxy.onNext(new Corrupt(Direction.UP, MIDDLE));
            proxy.onNext(new Corrupt(Direction.UP, MIDDLE));
            try (var resumed = store.openUpload(request.resuming(upload.id()))) {
                assertThatExceptionOfType(CorruptContent.class)
                        .isThrownBy(() -> resumed.putPart(1, ObjectSource.of(BYTES)));
            }

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
}
