package dev.waybill.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ByteRangeTest {
    @Test
    void a_span_is_cut_at_the_end() {
        assertThat(ByteRange.of(0, 1).within(10)).contains(ByteRange.of(0, 1));
        assertThat(ByteRange.of(8, 5).within(10)).contains(ByteRange.of(8, 2));
        assertThat(ByteRange.of(5, 0).within(10)).contains(ByteRange.of(5, 0));
    }

    @Test
    void a_range_from_the_end_on_is_unsatisfiable() {
        assertThat(ByteRange.of(10, 1).within(10)).isEmpty();
        assertThat(ByteRange.of(11, 0).within(10)).isEmpty();
        assertThat(new ByteRange.From(10).within(10)).isEmpty();
        assertThat(new ByteRange.From(0).within(0)).isEmpty();
        assertThat(ByteRange.of(0, 1).within(0)).isEmpty();
    }

    @Test
    void of_an_empty_object_nothing_and_everything_can_be_had() {
        assertThat(ByteRange.of(0, 0).within(0)).contains(ByteRange.of(0, 0));
        assertThat(ByteRange.WHOLE.within(0)).contains(ByteRange.of(0, 0));
        assertThat(new ByteRange.Suffix(3).within(0)).contains(ByteRange.of(0, 0));
    }

    @Test
    void a_suffix_gives_what_there_is() {
        assertThat(new ByteRange.Suffix(3).within(10)).contains(ByteRange.of(7, 3));
        assertThat(new ByteRange.Suffix(30).within(10)).contains(ByteRange.of(0, 10));
        assertThat(new ByteRange.Suffix(0).within(10)).contains(ByteRange.of(10, 0));
    }

    @Test
    void negative_and_overflowing_bounds_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteRange.of(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ByteRange.of(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> ByteRange.of(2, Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange.From(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteRange.Suffix(-1));
    }
}
