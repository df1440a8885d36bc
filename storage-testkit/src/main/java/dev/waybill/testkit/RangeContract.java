package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.RangeUnsatisfiable;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Reading parts of an object.
interface RangeContract extends ContractFixture {
    int SIZE = 20_000;

    @Test
    default void ranges_give_exactly_their_bytes() throws IOException {
        byte[] bytes = putSample();

        assertThat(store().read("sample", ByteRange.of(0, 1))).containsExactly(bytes[0]);
        assertThat(store().read("sample", ByteRange.of(5, 10))).isEqualTo(Arrays.copyOfRange(bytes, 5, 15));
        assertThat(store().read("sample", ByteRange.of(SIZE - 5, 5)))
                .isEqualTo(Arrays.copyOfRange(bytes, SIZE - 5, SIZE));
        assertThat(store().read("sample", ByteRange.of(0, SIZE))).isEqualTo(bytes);
    }

    @Test
    default void a_range_of_no_bytes_is_empty() throws IOException {
        putSample();

        assertThat(store().read("sample", ByteRange.of(5, 0))).isEmpty();
        assertThat(store().read("sample", ByteRange.of(0, 0))).isEmpty();
        assertThat(store().opened("sample", GetOptions.of(ByteRange.of(5, 0))).range())
                .isEqualTo(ByteRange.of(5, 0));
    }

    @Test
    default void a_range_past_the_end_is_cut_there_and_says_so() throws IOException {
        byte[] bytes = putSample();
        var range = ByteRange.of(SIZE - 10, 50);

        assertThat(store().read("sample", range)).isEqualTo(Arrays.copyOfRange(bytes, SIZE - 10, SIZE));
        assertThat(store().opened("sample", GetOptions.of(range)).range()).isEqualTo(ByteRange.of(SIZE - 10, 10));
    }

    @Test
    default void a_range_of_the_greatest_length_is_cut_at_the_end() throws IOException {
        byte[] bytes = putSample();

        assertThat(store().read("sample", ByteRange.of(3, Long.MAX_VALUE - 3)))
                .isEqualTo(Arrays.copyOfRange(bytes, 3, SIZE));
    }

    @Test
    default void a_range_from_an_offset_reaches_to_the_end() throws IOException {
        byte[] bytes = putSample();
        var last = new ByteRange.From(SIZE - 1);

        assertThat(store().read("sample", last)).containsExactly(bytes[SIZE - 1]);
        assertThat(store().opened("sample", GetOptions.of(last)).range()).isEqualTo(ByteRange.of(SIZE - 1, 1));
        assertThat(store().read("sample", new ByteRange.From(0))).isEqualTo(bytes);
    }

    @Test
    default void a_range_that_starts_at_or_past_the_end_is_unsatisfiable() {
        putSample();

        assertUnsatisfiable("sample", ByteRange.of(SIZE, 1));
        assertUnsatisfiable("sample", ByteRange.of(SIZE, 0));
        assertUnsatisfiable("sample", ByteRange.of(SIZE + 1, 1));
        assertUnsatisfiable("sample", new ByteRange.From(SIZE));
        assertUnsatisfiable("sample", new ByteRange.From(Long.MAX_VALUE));
    }

    @Test
    default void a_suffix_gives_the_last_bytes_or_all() throws IOException {
        byte[] bytes = putSample();

        assertThat(store().read("sample", new ByteRange.Suffix(7)))
                .isEqualTo(Arrays.copyOfRange(bytes, SIZE - 7, SIZE));
        assertThat(store().read("sample", new ByteRange.Suffix(SIZE))).isEqualTo(bytes);
        assertThat(store().read("sample", new ByteRange.Suffix(SIZE + 1))).isEqualTo(bytes);
        assertThat(store().read("sample", new ByteRange.Suffix(0))).isEmpty();
    }

    @Test
    default void a_suffix_says_which_bytes_it_is() throws IOException {
        putSample();

        assertThat(store().opened("sample", GetOptions.of(new ByteRange.Suffix(7)))
                        .range())
                .isEqualTo(ByteRange.of(SIZE - 7, 7));
        assertThat(store().opened("sample", GetOptions.of(new ByteRange.Suffix(SIZE + 1)))
                        .range())
                .isEqualTo(ByteRange.of(0, SIZE));
        assertThat(store().opened("sample", GetOptions.of(new ByteRange.Suffix(0)))
                        .range())
                .isEqualTo(ByteRange.of(SIZE, 0));
    }

    @Test
    default void of_an_empty_object_only_empty_ranges_can_be_had() throws IOException {
        store().put("empty", new byte[0]);

        assertThat(store().read("empty", ByteRange.of(0, 0))).isEmpty();
        assertThat(store().read("empty", new ByteRange.Suffix(5))).isEmpty();
        assertThat(store().read("empty", new ByteRange.Suffix(0))).isEmpty();
        assertUnsatisfiable("empty", ByteRange.of(0, 1));
        assertUnsatisfiable("empty", new ByteRange.From(0));
    }

    @Test
    default void a_range_of_an_absent_object_is_not_found() {
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store().read("absent", ByteRange.of(5, 5)));
        assertThatExceptionOfType(ObjectNotFound.class)
                .isThrownBy(() -> store().read("absent", new ByteRange.Suffix(0)));
    }

    @Test
    default void metadata_beside_a_range_is_that_of_the_whole_object() throws IOException {
        putSample();

        var opened = store().opened("sample", GetOptions.of(ByteRange.of(5, 10)));
        assertThat(opened.metadata().size()).isEqualTo(SIZE);
        assertThat(opened.metadata().etag())
                .isEqualTo(store().stat("sample").orElseThrow().etag());
    }

    @Test
    default void many_ranges_of_one_object_can_be_read_at_once() throws Exception {
        byte[] bytes = putSample();

        Crowd.forEach(
                100,
                8,
                i -> assertThat(store().read("sample", ByteRange.of(i * 200L, 200)))
                        .isEqualTo(Arrays.copyOfRange(bytes, i * 200, i * 200 + 200)));
    }

    @Test
    default void bodies_closed_early_hold_nothing_back() throws IOException {
        byte[] bytes = TestSources.bytes(500_000, 1);
        store().put("big", bytes);
        for (int i = 0; i < 100; i++) {
            try (var content = store().client().get(ObjectKey.of("big"), GetOptions.WHOLE)) {
                assertThat(content.stream().read()).isEqualTo(bytes[0] & 0xFF);
            }
        }

        assertThat(store().read("big")).isEqualTo(bytes);
    }

    @Test
    default void closing_a_body_twice_does_nothing() throws IOException {
        putSample();
        try (var content = store().client().get(ObjectKey.of("sample"), GetOptions.WHOLE)) {
            content.stream().close();
        }

        assertThat(store().read("sample")).hasSize(SIZE);
    }

    private byte[] putSample() {
        byte[] bytes = TestSources.bytes(SIZE, 9);
        store().put("sample", bytes);
        return bytes;
    }

    private void assertUnsatisfiable(String key, ByteRange range) {
        assertThatExceptionOfType(RangeUnsatisfiable.class)
                .as("%s of %s", range, key)
                .isThrownBy(() -> store().read(key, range));
    }
}
