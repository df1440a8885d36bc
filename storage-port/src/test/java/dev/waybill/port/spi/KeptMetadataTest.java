package dev.waybill.port.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeptMetadataTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "a b", "100%", "", " ", "für", "a  b", " a", "\uD83D\uDE00", "UTF-8''x", "a+b%20"})
    void a_value_comes_back_as_it_was(String value) {
        String header = KeptMetadata.encode(value);

        assertThat(header).isASCII().isNotBlank().isEqualTo(header.strip());
        assertThat(KeptMetadata.decode(header)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%25", "%C3%BC", "UTF-8''%zz", "=?UTF-8?Q?f=C3=BCr?="})
    void a_foreign_value_is_left_as_it_is(String value) {
        assertThat(KeptMetadata.decode(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "1700000000.123456789, 1700000000, 123456789",
        "1700000000, 1700000000, 0",
        "1700000000.5, 1700000000, 500000000",
        "-0.25, -1, 750000000",
    })
    void a_time_is_decimal_seconds_as_rclone_writes_it(String text, long seconds, int nanos) {
        var time = Instant.ofEpochSecond(seconds, nanos);

        assertThat(KeptMetadata.instant(text)).contains(time);
        assertThat(KeptMetadata.decimalSeconds(time)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-02-02T02:02:02.123456789Z, 1580608922, 123456789",
        "2020-02-02T03:02:02.5+01:00, 1580608922, 500000000",
        "1969-12-31T23:59:59.750000000Z, -1, 750000000",
    })
    void a_time_is_read_as_rclone_writes_it_on_azure_and_gcs_too(String text, long seconds, int nanos) {
        assertThat(KeptMetadata.instant(text)).contains(Instant.ofEpochSecond(seconds, nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2020-02-02",
                "2020-02-02T02:02:02",
                "1e9",
                "99999999999999999999",
                "999999999999999999"
            })
    void what_is_no_time_is_left_out(String text) {
        assertThat(KeptMetadata.instant(text)).isEmpty();
    }

    @Test
    void entries_of_the_adapter_are_not_the_user_s() {
        var entries = KeptMetadata.of(Map.of(
                "Mtime", "5", "waybill-write", "write-1234", "waybill-crc64nvme", "0123456789abcdef", "Mine", "x"));

        assertThat(entries.user().entries()).isEqualTo(Map.of("mine", "x"));
        assertThat(entries.contentModified()).contains(Instant.ofEpochSecond(5));
        assertThat(entries.writeId())
                .hasValueSatisfying(id -> assertThat(id.value()).isEqualTo("write-1234"));
    }
}
