package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.testkit.WireFault.Corrupt;
import dev.waybill.testkit.WireFault.Cut;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.WireFault.Reset;
import dev.waybill.testkit.WireFault.Slow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Reads whose way breaks: what is given is right and whole, or the call fails.
interface BrokenReadContract extends FaultFixture {
    /// More than an adapter of a few slots has connections.
    int MANY = 24;

    private String stored(byte[] bytes) {
        String key = bench().key("key");
        bench().direct().put(key, bytes);
        return key;
    }

    /// Reads an object while a fault is on all connections, and once more when it is lifted.
    private void readThrough(StoreUnderTest client, GetOptions options, WireFault fault) throws Exception {
        String key = stored(LARGE);
        bench().connect(client);
        var before = bench().proxy().statistics();
        bench().proxy().onAll(fault);
        assertUnavailable(() -> client.read(key, options));
        assertMet(before);
        bench().proxy().heal();
        assertThat(FaultBench.again(() -> client.read(key))).isEqualTo(LARGE);
    }

    @Test
    default void a_read_whose_connection_is_reset_is_no_success() throws Exception {
        for (long point : List.of(0L, LARGE.length / 2L)) {
            readThrough(bench().through(), GetOptions.WHOLE, WireFault.resetAfterDown(point));
        }
    }

    @Test
    default void a_read_that_is_cut_short_is_no_success() throws Exception {
        for (long point : List.of(0L, LARGE.length / 2L)) {
            readThrough(bench().through(), GetOptions.WHOLE, WireFault.cutAfterDown(point));
        }
    }

    /// No checksum of the whole tells that a range is short.
    @Test
    default void a_range_that_is_cut_short_is_no_success() throws Exception {
        var half = GetOptions.of(ByteRange.of(1000, LARGE.length / 2));
        readThrough(bench().through(), half, WireFault.cutAfterDown(LARGE.length / 4));
    }

    @Test
    default void a_read_that_stalls_is_given_up() throws Exception {
        for (long point : List.of(0L, LARGE.length / 2L)) {
            readThrough(bench().impatient(), GetOptions.WHOLE, WireFault.stallAfterDown(point));
        }
    }

    @Test
    default void a_read_that_is_changed_on_its_way_is_no_success() throws Exception {
        String key = stored(LARGE);
        bench().connect(bench().through());
        bench().proxy().onAll(new Corrupt(Direction.DOWN, LARGE.length / 2));
        assertCorruptOrUnavailable(() -> bench().through().read(key));
        bench().proxy().heal();
        assertThat(FaultBench.again(() -> bench().through().read(key))).isEqualTo(LARGE);
    }

    /// It takes longer in all than a server may be silent.
    @Test
    default void a_slow_read_is_no_failure() throws Exception {
        String key = stored(LARGE);
        bench().connect(bench().impatient());
        long perSecond = LARGE.length * 1000L / (FaultBench.IMPATIENCE.toMillis() * 3 / 2);
        bench().proxy().onAll(new Slow(Direction.DOWN, perSecond));

        assertThat(FaultBench.again(() -> bench().impatient().read(key))).isEqualTo(LARGE);
    }

    @Test
    default void reads_that_break_or_are_closed_early_use_no_connection_up() throws Exception {
        String key = stored(LARGE);
        for (int i = 0; i < MANY; i++) {
            bench().connect(bench().through());
            bench().proxy().onOpen(WireFault.resetAfterDown(LARGE.length / 2));
            assertUnavailable(() -> bench().through().read(key));
            try (var content = FaultBench.again(() -> opened(key))) {
                assertThat(content.stream().read()).isNotNegative();
            }
        }

        assertThat(FaultBench.again(() -> bench().through().read(key))).isEqualTo(LARGE);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the one caller
    private dev.waybill.port.ObjectContent opened(String key) throws IOException {
        return bench().through().client().get(ObjectKey.of(key), GetOptions.WHOLE);
    }

    @Test
    default void what_is_asked_of_an_object_is_right_or_unavailable_wherever_the_answer_breaks() throws Exception {
        String key = stored(SMALL);
        atEachBreak(
                () -> bench().through().stat(key),
                found -> assertThat(found)
                        .hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(SMALL.length)));
    }

    @Test
    default void a_listing_is_whole_or_unavailable_wherever_it_breaks() throws Exception {
        var names = IntStream.range(0, 40)
                .mapToObj(i -> bench().key("list/object-with-a-long-name-" + (100 + i)))
                .toList();
        names.forEach(name -> bench().direct().put(name, new byte[0]));
        var options = ListOptions.of(KeyPrefix.of(bench().key("list/"))).withPageSize(15);
        atEachBreak(
                () -> bench().through().keys(options), keys -> assertThat(keys).isEqualTo(names));
    }

    @Test
    default void a_listing_that_stalls_is_given_up() throws Exception {
        stored(OLD);
        bench().connect(bench().impatient());
        bench().proxy().onAll(WireFault.stallAfterDown(0));

        assertUnavailable(() -> bench().impatient().keys(bench().key("")));
        assertUnavailable(() -> bench().impatient().stat(bench().key("key")));
    }

    /// Of an answer of which headers are missing an adapter may see no more than that it is none.
    private Class<?>[] failuresOfCutAnswers() {
        return cutHeadsShow()
                ? new Class<?>[] {StoreUnavailable.class}
                : new Class<?>[] {StoreUnavailable.class, StoreFailure.class};
    }

    /// Makes a call while its connection breaks at several points of what is sent and answered; each time it gives
    /// what is right, or says that the store is unavailable.
    private <T> void atEachBreak(Callable<T> call, Consumer<T> right) throws Exception {
        bench().connect(bench().through());
        var before = bench().proxy().statistics();
        right.accept(call.call());
        var after = bench().proxy().statistics();
        long answer = after.bytesDown() - before.bytesDown();
        var faults = new ArrayList<WireFault>();
        for (long point : List.of(0L, answer / 3, answer * 2 / 3, answer - 1)) {
            faults.add(new Cut(Direction.DOWN, point));
        }
        faults.add(new Reset(Direction.DOWN, answer / 2));
        faults.add(new Reset(Direction.UP, 0));
        faults.add(new Cut(Direction.UP, (after.bytesUp() - before.bytesUp()) / 2));
        for (var fault : faults) {
            bench().connect(bench().through());
            bench().proxy().onAll(fault);
            try {
                right.accept(call.call());
            } catch (StorageException e) {
                assertThat(e).as("at %s", fault).isInstanceOfAny(failuresOfCutAnswers());
            }
            bench().proxy().heal();
        }
        bench().connect(bench().through());
        right.accept(FaultBench.again(call));
    }
}
