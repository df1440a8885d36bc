package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BytesUnderWayTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int LONGEST_HANDLE = 256;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private static int ofEach(int calls, long micros) {
        return BytesUnderWay.ofEach(calls, TimeUnit.MICROSECONDS.toNanos(micros));
    }

    @Test
    void next_door_all_calls_have_little_under_way_together() {
        assertThat(ofEach(8, 100)).isEqualTo(MEBIBYTE / 2);
        assertThat(ofEach(2, 100)).isEqualTo(2 * MEBIBYTE);
        assertThat(ofEach(1, 100)).isEqualTo(4 * MEBIBYTE);
    }

    @Test
    void far_away_they_have_what_a_fast_way_holds() {
        assertThat(ofEach(16, 20_000)).isEqualTo(MEBIBYTE);
        assertThat(ofEach(1, 20_000)).isEqualTo(4 * MEBIBYTE);
        assertThat(ofEach(16, 300_000)).isEqualTo(MEBIBYTE);
    }

    @Test
    void on_the_way_between_it_grows_with_the_time() {
        assertThat(ofEach(16, 8_000)).isEqualTo(500_000);
    }

    @Test
    void before_the_server_has_answered_it_is_taken_to_be_far_away() {
        assertThat(BytesUnderWay.ofEach(16, UNKNOWN)).isEqualTo(MEBIBYTE);
    }

    @Test
    void of_many_calls_each_has_two_of_the_longest_packets_under_way() {
        long most = Long.MAX_VALUE;
        int longest = ServerLimits.of(new long[] {most, most, most, most}).writeBytes();
        int writing = Request.headOfWrite(new byte[LONGEST_HANDLE]) + longest;
        for (int calls : new int[] {16, 64, 1_000}) {
            assertThat(ofEach(calls, 100)).isBetween(2 * writing, 3 * writing);
        }
        assertThat(ofEach(1_000, 20_000)).isBetween(2 * writing, 3 * writing);
    }

    @Test
    void none_under_way_is_as_one() {
        assertThat(ofEach(0, 100)).isEqualTo(ofEach(1, 100));
    }
}
