package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.TestSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferLimitsTest {
    @ParameterizedTest
    @CsvSource({"1, 8", "3, 8", "16, 8", "4, 4", "5, 1024", "64, 64"})
    void slots_and_bytes_in_flight_stay_within_bounds_over_all_transfers(int slots, int kibibytes)
            throws InterruptedException {
        TransferLimits limits = TransferScene.LIMITS.withRequestSlots(slots).withBytesInFlight((long) kibibytes << 10);
        try (var scene = new TransferScene()) {
            var source = new WatchedAdapter(scene.source);
            var engine = new TransferEngine(limits);
            List<ObjectMetadata> all = objects(scene);
            try (var tasks = Tasks.failingFast(12)) {
                for (ObjectMetadata what : all) {
                    tasks.submit(() -> engine.copy(
                            source, what, scene.target, what.key(), TransferOptions.DEFAULT, TransferProgress.NONE));
                }
                tasks.join();
            }
            assertThat(source.mostOpen.get()).isBetween(1, slots);
            assertThat(source.mostBytesOpen.get()).isBetween(1L, Math.max((long) kibibytes << 10, 2L * PART));
            assertThat(source.open).hasValue(0);
            assertThat(all)
                    .allSatisfy(what -> assertThat(TransferScene.bytes(scene.target, what.key()))
                            .hasValueSatisfying(found -> assertThat(found)
                                    .isEqualTo(TransferScene.bytes(scene.source, what.key())
                                            .orElseThrow())));
        }
    }

    private static List<ObjectMetadata> objects(TransferScene scene) {
        var random = new Random(7);
        var all = new ArrayList<ObjectMetadata>();
        for (int i = 0; i < 60; i++) {
            int size = i % 3 == 0 ? 5 * PART + random.nextInt(5 * PART) : random.nextInt(PART);
            all.add(scene.source.put(
                    ObjectKey.of("many/" + i), ObjectSource.of(TestSources.bytes(size, i)), PutOptions.DEFAULT));
        }
        return all;
    }

    @Test
    void limits_out_of_bounds_are_refused_naming_the_value() {
        TransferLimits limits = TransferLimits.DEFAULT;
        assertThatThrownBy(() -> limits.withRequestSlots(0)).hasMessageContaining("requestSlots");
        assertThatThrownBy(() -> limits.withBytesInFlight(1)).hasMessageContaining("bytesInFlight");
        assertThatThrownBy(() -> limits.withParts(0, 1)).hasMessageContaining("preferredPartBytes");
        assertThatThrownBy(() -> limits.withParts(1, -1)).hasMessageContaining("multipartThreshold");
        assertThatThrownBy(() -> limits.withBufferedBytes(-1)).hasMessageContaining("bufferedBytes");
    }
}
