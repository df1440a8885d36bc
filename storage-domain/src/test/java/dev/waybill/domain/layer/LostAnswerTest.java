package dev.waybill.domain.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Copies and deletes that took effect, and whose answer never came.
@SuppressWarnings("MustBeClosedChecker") // the store lives in memory and is closed after each test
class LostAnswerTest {
    private static final ObjectKey KEY = ObjectKey.of("a");
    private static final ObjectKey TO = ObjectKey.of("b");

    private final InMemoryAdapter memory = new InMemoryAdapter(Clock.systemUTC());
    private final FaultyAdapter store = new FaultyAdapter(memory);
    private final RetryingAdapter retrying = new RetryingAdapter(
            store,
            new RetryOptions(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(5)),
            new StoreMetrics(),
            new Random(1));

    @AfterEach
    void close_the_store() {
        retrying.close();
    }

    private ObjectMetadata put() {
        return memory.put(KEY, ObjectSource.of(new byte[] {1, 2}), PutOptions.DEFAULT);
    }

    @Test
    void a_conditional_copy_whose_answer_was_lost_is_known_as_done() {
        put();
        store.failNext(Operation.COPY, Fault.ANSWER_LOST);

        ObjectMetadata copy = retrying.copy(KEY, TO, CopyOptions.DEFAULT.withPrecondition(Precondition.ABSENT));

        assertThat(memory.stat(TO))
                .hasValueSatisfying(there -> assertThat(there.etag()).isEqualTo(copy.etag()));
        assertThat(store.calls(Operation.COPY)).isEqualTo(2);
    }

    @Test
    void a_conditional_delete_whose_answer_was_lost_is_known_as_done() {
        ObjectMetadata there = put();
        store.failNext(Operation.DELETE, Fault.ANSWER_LOST);

        retrying.delete(KEY, DeleteOptions.ifMatch(there.etag().orElseThrow()));

        assertThat(memory.stat(KEY)).isEmpty();
        assertThat(store.calls(Operation.DELETE)).isEqualTo(2);
    }
}
