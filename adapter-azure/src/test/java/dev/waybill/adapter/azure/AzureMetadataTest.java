package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.PutOptions;
import dev.waybill.port.spi.KeptMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// In which form times are kept, by this adapter and by other programs.
class AzureMetadataTest {
    private static final Instant TIME = Instant.parse("2020-02-02T02:02:02.123456789Z");

    @Test
    void a_time_is_written_as_rclone_writes_it_on_azure() {
        var kept = KeptMetadata.of(PutOptions.DEFAULT.withContentModified(TIME));
        assertThat(AzureMetadata.toHeaders(kept, Optional.empty()))
                .isEqualTo(Map.of("x-ms-meta-mtime", "2020-02-02T02:02:02.123456789Z"));
    }

    @Test
    void a_time_is_read_in_the_forms_that_rclone_has_on_any_store() {
        for (String text : new String[] {
            "2020-02-02T02:02:02.123456789Z", "2020-02-02T03:02:02.123456789+01:00", "1580608922.123456789"
        }) {
            assertThat(AzureMetadata.kept(Map.of("Mtime", text)).contentModified())
                    .contains(TIME);
        }
        assertThat(AzureMetadata.kept(Map.of("mtime", "never")).contentModified())
                .isEmpty();
    }
}
