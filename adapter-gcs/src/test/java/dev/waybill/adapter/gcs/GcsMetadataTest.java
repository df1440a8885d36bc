package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.spi.KeptMetadata;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Under which names times are kept, by this adapter and by other programs.
class GcsMetadataTest {
    private static final Instant TIME = Instant.parse("2020-02-02T02:02:02.123456789Z");

    private static KeptMetadata kept(Map<String, String> entries) {
        return GcsMetadata.kept(new StorageObject().setMetadata(entries));
    }

    @Test
    void a_time_is_kept_as_rclone_and_as_gsutil_read_it() {
        var options = PutOptions.DEFAULT.withContentModified(TIME).withUserMetadata(UserMetadata.of(Map.of("a", "b")));
        assertThat(GcsMetadata.toEntries(KeptMetadata.of(options)))
                .isEqualTo(Map.of(
                        "a", "b",
                        "mtime", "2020-02-02T02:02:02.123456789Z",
                        "goog-reserved-file-mtime", "1580608922"));
    }

    @Test
    void a_time_is_read_as_this_adapter_rclone_gsutil_and_earlier_versions_of_it_wrote_it() {
        Instant whole = Instant.ofEpochSecond(1_580_608_922);
        var both = Map.of("mtime", "2020-02-02T02:02:02.123456789Z", "goog-reserved-file-mtime", "1580608922");
        assertThat(kept(both).contentModified()).contains(TIME);
        assertThat(kept(Map.of("goog-reserved-file-mtime", "1580608922")).contentModified())
                .contains(whole);
        assertThat(kept(Map.of("mtime", "1580608922.123456789")).contentModified())
                .contains(TIME);
        assertThat(kept(Map.of("mtime", "what", "goog-reserved-file-mtime", "1580608922"))
                        .contentModified())
                .contains(whole);
        assertThat(kept(Map.of()).contentModified()).isEmpty();
    }

    @Test
    void the_time_of_gsutil_is_no_entry_of_the_user_s() {
        assertThat(kept(Map.of("goog-reserved-file-mtime", "1", "mine", "x"))
                        .user()
                        .entries())
                .isEqualTo(Map.of("mine", "x"));
    }
}
