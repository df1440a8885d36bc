package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ObjectSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TestSourcesTest {
    private static final byte[] BYTES = TestSources.bytes(1000, 1);

    @Test
    void bytes_are_the_same_for_the_same_seed_only() {
        assertThat(TestSources.bytes(1000, 1)).isEqualTo(BYTES);
        assertThat(TestSources.bytes(1000, 2)).isNotEqualTo(BYTES);
        assertThat(TestSources.bytes(500, 1)).isEqualTo(Arrays.copyOf(BYTES, 500));
    }

    @Test
    void a_declared_length_may_be_a_lie() throws IOException {
        var source = TestSources.declaring(7, BYTES);

        assertThat(source.length()).hasValue(7);
        assertThat(read(source)).isEqualTo(BYTES);
    }

    @Test
    void an_unknown_length_is_not_declared() throws IOException {
        var source = TestSources.ofUnknownLength(BYTES);

        assertThat(source.length()).isEmpty();
        assertThat(read(source)).isEqualTo(BYTES);
    }

    @Test
    void a_throwing_source_gives_its_bytes_first_and_again_when_reopened() throws IOException {
        var source = TestSources.throwingAfter(300, BYTES, new IOException("no more"));
        for (int attempt = 0; attempt < 2; attempt++) {
            try (var stream = source.open()) {
                assertThat(stream.readNBytes(300)).isEqualTo(Arrays.copyOf(BYTES, 300));
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(stream::read)
                        .withMessage("no more");
            }
        }
    }

    @Test
    void an_action_happens_once_and_costs_no_byte() throws IOException {
        var times = new AtomicInteger();
        var source = TestSources.acting(0, BYTES, times::incrementAndGet);

        assertThat(read(source)).isEqualTo(BYTES);
        assertThat(times).hasValue(1);
    }

    @Test
    void a_trickling_source_gives_at_most_so_many_at_a_time() throws IOException {
        try (var stream = TestSources.trickling(3, BYTES).open()) {
            var all = new ByteArrayOutputStream();
            byte[] chunk = new byte[100];
            for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
                assertThat(n).isBetween(1, 3);
                all.write(chunk, 0, n);
            }
            assertThat(all.toByteArray()).isEqualTo(BYTES);
        }
    }

    @Test
    void a_source_that_cannot_be_opened_says_why() {
        var source = new CountingSource(TestSources.unopenable(5, new IOException("gone")));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(source))
                .withMessage("gone");
        assertThat(source.opened()).isEqualTo(1);
        assertThat(source.closed()).isZero();
    }

    @Test
    void a_stalling_source_waits_for_its_release() throws Exception {
        var source = TestSources.stalling(BYTES);
        var reader = Caller.start(() -> read(source));
        source.awaitReached();
        source.release();

        assertThat(reader.await().outcome().value()).containsExactly(BYTES);
    }

    @Test
    void closing_a_stream_twice_counts_once() throws IOException {
        var source = new CountingSource(ObjectSource.of(BYTES));
        try (var stream = source.open();
                stream) {
            assertThat(source.closed()).isZero();
        }

        assertThat(source.opened()).isEqualTo(1);
        assertThat(source.closed()).isEqualTo(1);
    }

    private static byte[] read(ObjectSource source) throws IOException {
        try (var stream = source.open()) {
            return stream.readAllBytes();
        }
    }
}
