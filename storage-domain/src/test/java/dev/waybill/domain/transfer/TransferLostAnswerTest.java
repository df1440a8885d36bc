package dev.waybill.domain.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.layer.RetryOptions;
import dev.waybill.domain.layer.RetryingAdapter;
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.TestSources;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Writes that took effect, and whose answer never came.
class TransferLostAnswerTest {
    private static final ObjectKey FROM = ObjectKey.of("from");
    private static final ObjectKey TO = ObjectKey.of("to");

    @ParameterizedTest
    @CsvSource({"PUT, 100, true", "PUT, 100, false", "COMPLETE, 5000, true", "COMPLETE, 5000, false"})
    void a_write_whose_answer_was_lost_is_known_by_its_own_token(Operation write, int size, boolean conditional) {
        var retries = new RetryOptions(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(5));
        TransferOptions options =
                conditional ? TransferOptions.DEFAULT.withPrecondition(Precondition.ABSENT) : TransferOptions.DEFAULT;
        try (var source = new InMemoryAdapter(Clock.systemUTC());
                var memory = new InMemoryAdapter(Clock.systemUTC());
                var faulty = new FaultyAdapter(memory);
                var target = new RetryingAdapter(faulty, retries, new StoreMetrics(), new Random(1))) {
            byte[] bytes = TestSources.bytes(size, 1);
            ObjectMetadata what = source.put(FROM, ObjectSource.of(bytes), PutOptions.DEFAULT);
            faulty.failNext(write, Fault.ANSWER_LOST);

            TransferResult result = new TransferEngine(TransferLimits.DEFAULT.withParts(2048, 4096))
                    .copy(source, what, target, TO, options, TransferProgress.NONE);
            ObjectMetadata stored = memory.stat(TO).orElseThrow();
            assertThat(stored.size()).isEqualTo(size);
            assertThat(stored.writeId()).as("what tells it from another's").isPresent();
            assertThat(result.stored().writeId()).isEqualTo(stored.writeId());
            assertThat(faulty.calls(write)).isEqualTo(2);
        }
    }
}
