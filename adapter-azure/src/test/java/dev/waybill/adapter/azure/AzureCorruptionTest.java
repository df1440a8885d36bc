package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.errorprone.annotations.MustBeClosed;
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
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Connections to a real server that change what passes over them.
@NeedsAzurite
final class AzureCorruptionTest {
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
        return AzuriteStores.open(port, container, Map.of());
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
    void a_read_that_is_changed_on_its_way_is_corrupt() {
        assertThatIOException()
                .isThrownBy(() -> readThrough(new Corrupt(Direction.DOWN, MIDDLE)))
                .withCauseInstanceOf(CorruptContent.class);
    }
}
