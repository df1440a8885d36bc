package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.testkit.WireFault.Corrupt;
import dev.waybill.testkit.WireFault.Cut;
import dev.waybill.testkit.WireFault.Direction;
import dev.waybill.testkit.WireFault.Refuse;
import dev.waybill.testkit.WireFault.Slow;
import dev.waybill.testkit.WireFault.Stall;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Writes whose way breaks: the old object stands or the new one is there, whole.
interface BrokenWriteContract extends FaultFixture {
    /// Puts an object over an old one while a fault is on all connections, and once more when it is lifted.
    private void putThrough(StoreUnderTest client, byte[] bytes, WireFault fault, byte[]... outcomes) throws Exception {
        String key = bench().key("key");
        bench().direct().put(key, OLD);
        bench().connect(client);
        var before = bench().proxy().statistics();
        bench().proxy().onAll(fault);
        assertUnavailable(() -> client.put(key, bytes));
        assertStored("key", outcomes);
        assertMet(before);
        bench().proxy().heal();
        FaultBench.again(() -> client.put(key, bytes));
        assertStored("key", bytes);
        assertThat(bench().direct().keys(bench().key(""))).containsExactly(key);
    }

    @Test
    default void a_put_whose_connection_is_reset_leaves_the_old_object() throws Exception {
        putThrough(bench().through(), SMALL, WireFault.resetAfterUp(0), OLD);
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            putThrough(bench().through(), bytes, WireFault.resetAfterUp(bytes.length / 2), OLD);
        }
    }

    @Test
    default void a_put_whose_connection_ends_leaves_the_old_object() throws Exception {
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            putThrough(bench().through(), bytes, new Cut(Direction.UP, bytes.length / 2), OLD);
        }
    }

    @Test
    default void a_put_whose_answer_is_lost_is_there_whole_or_not_at_all() throws Exception {
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            putThrough(bench().through(), bytes, WireFault.resetAfterDown(0), OLD, bytes);
            putThrough(bench().through(), bytes, WireFault.cutAfterDown(0), OLD, bytes);
        }
    }

    @Test
    default void a_put_that_is_turned_away_is_unavailable() throws Exception {
        var before = bench().proxy().statistics();
        bench().proxy().onEvery(new Refuse());

        assertUnavailable(() -> bench().through().put(bench().key("key"), SMALL));
        assertMet(before);
        assertThat(bench().direct().stat(bench().key("key"))).isEmpty();
        bench().proxy().heal();
        FaultBench.again(() -> bench().through().put(bench().key("key"), SMALL));
        assertStored("key", SMALL);
    }

    @Test
    default void a_put_that_the_server_takes_no_more_of_is_given_up() throws Exception {
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            putThrough(bench().impatient(), bytes, new Stall(Direction.UP, bytes.length / 2), OLD);
        }
    }

    @Test
    default void a_put_that_gets_no_answer_is_given_up() throws Exception {
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            putThrough(bench().impatient(), bytes, WireFault.stallAfterDown(0), OLD, bytes);
        }
    }

    @Test
    default void a_put_that_is_changed_on_its_way_leaves_what_was_there() throws Exception {
        String key = bench().key("key");
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            bench().direct().put(key, OLD);
            bench().connect(bench().through());
            var before = bench().proxy().statistics();
            bench().proxy().onAll(new Corrupt(Direction.UP, bytes.length / 2));

            assertCorruptOrUnavailable(() -> bench().through().put(key, bytes));
            assertMet(before);
            assertStored("key", OLD);
            bench().proxy().heal();
        }
    }

    /// It takes longer in all than a server may be silent.
    @Test
    default void a_slow_put_is_no_failure() throws Exception {
        bench().proxy().onEvery(new Slow(Direction.UP, SLOW_BYTES_PER_SECOND));
        var client = bench().open(Clock.systemUTC(), SLOW_PATIENCE);
        // Where the machine has other things to do the server may indeed be silent for so long.
        FaultBench.again(() -> client.put(bench().key("key"), SLOW));

        assertStored("key", SLOW);
    }

    /// Tasks of the product run in virtual threads.
    @Test
    default void a_put_that_is_interrupted_does_not_wait_for_a_server_that_says_nothing() throws Exception {
        for (byte[] bytes : List.of(SMALL, LARGE)) {
            var patient = bench().open(Clock.systemUTC(), Duration.ofMinutes(10));
            bench().connect(patient);
            bench().proxy().onAll(WireFault.stallAfterDown(0));
            long passed = bench().proxy().statistics().bytesUp();
            var put = Caller.startVirtual(() -> patient.put(bench().key("key"), bytes));
            assertThat(FaultBench.soon(() -> bench().proxy().statistics().bytesUp() > passed + 100))
                    .isTrue();
            put.interrupt();
            var ending = put.await();

            assertThat(ending.outcome().failure()).singleElement().isInstanceOf(Cancelled.class);
            assertThat(ending.interrupted()).as("the interrupt flag is kept").isTrue();
            bench().proxy().heal();
        }
    }

    @Test
    default void a_deletion_whose_answer_is_lost_can_be_made_again() throws Exception {
        String key = bench().key("key");
        for (var fault : List.of(WireFault.resetAfterDown(0), WireFault.cutAfterDown(0), WireFault.resetAfterUp(0))) {
            bench().direct().put(key, OLD);
            bench().connect(bench().through());
            bench().proxy().onAll(fault);
            assertUnavailable(() -> {
                bench().through().delete(key);
                return "success";
            });
            bench().proxy().heal();
            FaultBench.again(() -> {
                bench().through().delete(key);
                return "success";
            });
            assertThat(bench().direct().stat(key)).isEmpty();
        }
    }

    @Test
    default void a_copy_whose_answer_is_lost_is_there_whole_or_not_at_all() throws Exception {
        if (!bench().direct().can(Capability.SERVER_SIDE_COPY)) {
            return;
        }
        String from = bench().key("from");
        bench().direct().put(from, SMALL);
        for (var fault : List.of(WireFault.resetAfterDown(0), WireFault.cutAfterDown(0))) {
            String to = bench().key("to");
            bench().direct().put(to, OLD);
            bench().connect(bench().through());
            bench().proxy().onAll(fault);
            assertUnavailable(() -> copy(from, to));
            assertStored("to", OLD, SMALL);
            bench().proxy().heal();
            FaultBench.again(() -> copy(from, to));
            assertStored("to", SMALL);
        }
    }

    private Object copy(String from, String to) {
        return bench().through().client().copy(ObjectKey.of(from), ObjectKey.of(to), CopyOptions.DEFAULT);
    }

    /// A source that fails says so, also where the connection breaks for it.
    @Test
    default void a_source_that_fails_is_told_from_a_connection_that_does() throws Exception {
        var source = TestSources.throwingAfter(LARGE.length / 2, LARGE, new java.io.IOException("the disk is gone"));
        bench().connect(bench().through());

        assertThat(failureOf(() -> bench().through().put(bench().key("key"), source)))
                .isInstanceOf(dev.waybill.port.StorageException.SourceFailed.class);
        FaultBench.again(() -> bench().through().put(bench().key("key"), ObjectSource.of(Arrays.copyOf(LARGE, 10))));
        assertStored("key", Arrays.copyOf(LARGE, 10));
    }
}
