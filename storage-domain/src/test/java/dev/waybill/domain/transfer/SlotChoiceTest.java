package dev.waybill.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How many slots are chosen, on a clock and a throughput that are made up.
class SlotChoiceTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    private static int run(SlotChoice choice, int rounds, IntToDoubleFunction throughput) {
        for (int i = 0; i < rounds; i++) {
            choice.after(throughput.applyAsDouble(choice.slots()), false);
        }
        return choice.slots();
    }

    @Test
    void they_grow_to_where_throughput_stops_growing_and_stay_there() {
        var choice = new SlotChoice(8, 4, 64);

        assertThat(run(choice, 15, slots -> Math.min(slots, 30))).isBetween(26, 40);
        for (int i = 0; i < 100; i++) {
            assertThat(run(choice, 1, slots -> Math.min(slots, 30))).isBetween(26, 50);
        }
    }

    @Test
    void they_do_not_grow_where_more_does_not_pay() {
        assertThat(run(new SlotChoice(32, 4, 64), 3, slots -> 100)).isEqualTo(32);
    }

    @Test
    void they_grow_to_their_bound_where_more_always_pays() {
        assertThat(run(new SlotChoice(4, 4, 64), 50, slots -> slots)).isEqualTo(64);
    }

    @Test
    void a_busy_store_gets_a_quarter_fewer_at_once_and_never_fewer_than_the_least() {
        var choice = new SlotChoice(32, 4, 64);

        assertThat(choice.after(100, true)).isEqualTo(24);
        assertThat(choice.after(100, true)).isEqualTo(18);
        for (int i = 0; i < 20; i++) {
            choice.after(100, true);
        }
        assertThat(choice.slots()).isEqualTo(4);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    /// A store that bears so many and asks to be left alone above, with a throughput that varies.
    @ParameterizedTest
    @MethodSource("seeds")
    void a_store_that_bears_only_so_many_is_asked_for_more_seldom(long seed) {
        var random = new Random(seed);
        int bears = 6 + random.nextInt(50);
        var choice = new SlotChoice(32, 4, 64);
        int busy = 0;
        double done = 0;
        for (int i = 0; i < 200; i++) {
            boolean tooMany = choice.slots() > bears;
            double rate = Math.min(choice.slots(), bears) * (0.97 + 0.06 * random.nextDouble());
            busy += tooMany ? 1 : 0;
            done += rate;
            choice.after(rate, tooMany);
        }
        assertThat(busy).as("rounds in which %d were too many", bears).isLessThanOrEqualTo(30);
        assertThat(done).isGreaterThan(200 * bears * 0.6);
    }

    private void requests(RequestSlots slots, int count, long nanosEach) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            slots.acquire();
            nanos.addAndGet(nanosEach);
            slots.release(1 << 20);
        }
    }

    private RequestSlots slots() {
        return new RequestSlots(new SlotTuning(8, 2, 16, repeated::get), nanos::get);
    }

    private static int chosen(RequestSlots slots) {
        return slots.chosen().orElseThrow();
    }

    @Test
    void nothing_changes_within_a_second_or_before_each_slot_was_used() throws InterruptedException {
        RequestSlots slots = slots();
        requests(slots, 100, 1_000_000);
        assertThat(chosen(slots)).isEqualTo(8);
        requests(slots, 1, 2_000_000_000L);
        assertThat(chosen(slots)).isEqualTo(10);
        requests(slots, 5, 2_000_000_000L);
        assertThat(chosen(slots)).isEqualTo(10);
    }

    @Test
    void repeated_requests_take_slots_away_also_while_all_are_taken() throws InterruptedException {
        RequestSlots slots = slots();
        for (int i = 0; i < 8; i++) {
            slots.acquire();
        }
        repeated.incrementAndGet();
        nanos.addAndGet(2_000_000_000L);
        for (int i = 0; i < 8; i++) {
            slots.release(-1);
        }
        assertThat(chosen(slots)).isEqualTo(6);
    }

    @Test
    void bounds_that_do_not_fit_are_refused() {
        assertThatThrownBy(() -> new SlotTuning(4, 8, 16, repeated::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8, 4, 16");
    }
}
