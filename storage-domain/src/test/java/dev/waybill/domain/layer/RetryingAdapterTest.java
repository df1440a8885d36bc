package dev.waybill.domain.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.port.Capability;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is made again, how often, and what a lost answer is taken for.
@SuppressWarnings("MustBeClosedChecker") // the store lives in memory and is closed after each test
class RetryingAdapterTest {
    private static final ObjectKey KEY = ObjectKey.of("a/b");
    private static final RetryOptions QUICK =
            new RetryOptions(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(5));
    private static final PutOptions ABSENT = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    private final InMemoryAdapter memory = new InMemoryAdapter(Clock.systemUTC());
    private final FaultyAdapter store = new FaultyAdapter(memory);
    private final StoreMetrics metrics = new StoreMetrics();
    private final RetryingAdapter retrying = over(store, QUICK, new Random(1));

    private RetryingAdapter over(FaultyAdapter adapter, RetryOptions options, RandomGenerator random) {
        return new RetryingAdapter(new ObservedAdapter(adapter, metrics), options, metrics, random);
    }

    @AfterEach
    void close_the_store() {
        retrying.close();
    }

    private static StoreUnavailable lost(StoreId id, Optional<ObjectKey> key) {
        return new StoreUnavailable(id, key, StoreUnavailable.Reason.OUTCOME_UNKNOWN, "lost", Optional.empty(), null);
    }

    private void put(ObjectKey key, byte[] content) {
        memory.put(key, ObjectSource.of(content), PutOptions.DEFAULT);
    }

    private byte[] stored() throws IOException {
        try (var content = memory.get(KEY, GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        }
    }

    @Test
    void an_unavailable_store_is_asked_again() {
        put(KEY, new byte[3]);
        store.fail(Operation.STAT, 1, Fault.NOT_REACHED);
        store.fail(Operation.STAT, 2, Fault.BUSY);

        assertThat(retrying.stat(KEY)).isPresent();
        assertThat(store.calls(Operation.STAT)).isEqualTo(3);
        assertThat(metrics.total().retries()).isEqualTo(2);
    }

    @Test
    void an_object_that_was_listed_is_looked_at_where_the_first_attempt_failed() throws IOException {
        put(KEY, new byte[3]);
        store.fail(Operation.GET, 1, Fault.BUSY);
        var asked = new ArrayList<Boolean>();
        var noting = new ForwardingAdapter(store) {
            @Override
            @MustBeClosed
            public ObjectContent get(ObjectKey key, GetOptions options) {
                asked.add(options.listed());
                return super.get(key, options);
            }
        };
        try (var layer = new RetryingAdapter(noting, QUICK, metrics, new Random(1));
                var content = layer.get(KEY, GetOptions.WHOLE.withListed(true))) {
            assertThat(content.stream().readAllBytes()).hasSize(3);
        }
        assertThat(asked).containsExactly(true, false);
    }

    static List<BiFunction<StoreId, Optional<ObjectKey>, StorageException>> finalFailures() {
        return List.of(
                (id, key) -> new StorageException.AccessDenied(id, key, "no right", null),
                (id, key) -> new StorageException.StoreFailure(id, key, "500", null),
                (id, key) -> new StorageException.QuotaExceeded(id, key, "full", null),
                (id, key) -> new StorageException.StoreNotFound(id, "make it", null),
                (id, key) -> new StorageException.Cancelled(id, key, null));
    }

    @ParameterizedTest
    @MethodSource("finalFailures")
    void any_other_failure_is_final(BiFunction<StoreId, Optional<ObjectKey>, StorageException> failure) {
        store.failEvery(Operation.STAT, Fault.throwing(failure));

        assertThatThrownBy(() -> retrying.stat(KEY)).hasSameClassAs(failure.apply(store.store(), Optional.of(KEY)));
        assertThat(store.calls(Operation.STAT)).isEqualTo(1);
    }

    @Test
    void the_last_failure_counts_the_attempts_and_keeps_what_is_uncertain() {
        store.fail(Operation.STAT, 1, Fault.ANSWER_LOST);
        store.failEvery(Operation.STAT, Fault.NOT_REACHED);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> retrying.stat(KEY))
                .withMessageContaining("(after 3 attempts)")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(StoreUnavailable.Reason.OUTCOME_UNKNOWN));
        assertThat(store.calls(Operation.STAT)).isEqualTo(3);
    }

    @Test
    void waits_are_drawn_below_a_bound_that_doubles_up_to_the_longest() {
        var bounds = new ArrayList<Long>();
        RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                bounds.add(bound - 1);
                return 0;
            }
        };
        store.failEvery(Operation.STAT, Fault.NOT_REACHED);

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> over(store, QUICK.withAttempts(6), random).stat(KEY));
        assertThat(bounds)
                .startsWith(1_000_000L, 2_000_000L, 4_000_000L, 5_000_000L, 5_000_000L)
                .allMatch(bound -> bound <= 5_000_000L);
    }

    @Test
    void what_the_store_asks_for_is_waited() {
        store.fail(Operation.STAT, 1, Fault.busyFor(Duration.ofMillis(60)));
        long start = System.nanoTime();

        assertThat(retrying.stat(KEY)).isEmpty();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
    }

    @Test
    @Timeout(60)
    void a_wait_that_would_outlast_the_budget_is_not_begun() {
        store.failEvery(Operation.STAT, Fault.busyFor(Duration.ofHours(1)));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> retrying.stat(KEY))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
        assertThat(store.calls(Operation.STAT)).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void an_interrupt_ends_the_waiting_at_once() {
        store.failEvery(Operation.STAT, Fault.busyFor(Duration.ofMinutes(4)));
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(StorageException.Cancelled.class).isThrownBy(() -> retrying.stat(KEY));
        } finally {
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        }
        assertThat(store.calls(Operation.STAT)).isEqualTo(1);
    }

    @Test
    void a_conditional_put_whose_answer_was_lost_is_known_as_done() throws IOException {
        store.fail(Operation.PUT, 1, Fault.ANSWER_LOST);

        ObjectMetadata done = retrying.put(KEY, ObjectSource.of(new byte[] {1, 2}), ABSENT);

        assertThat(done.size()).isEqualTo(2);
        assertThat(stored()).containsExactly(1, 2);
        assertThat(store.calls(Operation.PUT)).isEqualTo(2);
    }

    @Test
    void the_same_bytes_written_by_another_meanwhile_fail_the_condition() throws IOException {
        store.fail(Operation.PUT, 1, Fault.throwing((id, key) -> {
            put(KEY, new byte[] {1, 2});
            return lost(id, key);
        }));

        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> retrying.put(KEY, ObjectSource.of(new byte[] {1, 2}), ABSENT));
        assertThat(stored()).containsExactly(1, 2);
    }

    @Test
    void a_condition_that_fails_when_nothing_was_sent_is_not_taken_for_success() {
        put(KEY, new byte[] {1, 2});
        store.fail(Operation.PUT, 1, Fault.NOT_REACHED);

        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> retrying.put(KEY, ObjectSource.of(new byte[] {1, 2}), ABSENT));
    }

    @Test
    void a_completion_whose_answer_was_lost_is_known_as_done_and_done_once() throws IOException {
        byte[] content = TestSources.bytes(1500, 1);
        try (var upload = retrying.openUpload(UploadRequest.start(KEY, ABSENT, 1024))) {
            var parts = List.of(
                    upload.putPart(1, ObjectSource.of(Arrays.copyOf(content, 1024))),
                    upload.putPart(2, ObjectSource.of(Arrays.copyOfRange(content, 1024, 1500))));
            store.fail(Operation.COMPLETE, 1, Fault.ANSWER_LOST);

            assertThat(upload.complete(parts, Optional.empty()).size()).isEqualTo(1500);
        }
        assertThat(stored()).isEqualTo(content);
        assertThat(store.calls(Operation.COMPLETE)).isEqualTo(2);
    }

    @Test
    void a_body_that_breaks_off_is_read_on_behind_the_last_byte() throws IOException {
        byte[] content = TestSources.bytes(5000, 1);
        put(KEY, content);
        store.fail(Operation.GET, 1, Fault.cutBodyAfter(1000));
        store.fail(Operation.GET, 2, Fault.cutBodyAfter(700));

        try (var body = retrying.get(KEY, GetOptions.WHOLE)) {
            assertThat(body.stream().readAllBytes()).isEqualTo(content);
        }
        assertThat(store.calls(Operation.GET)).isEqualTo(3);
        assertThat(metrics.total().bytes()).as("no byte is read twice").isEqualTo(5000);
    }

    @Test
    void a_body_whose_object_changed_fails_and_never_ends_early() throws IOException {
        put(KEY, TestSources.bytes(5000, 1));
        store.fail(Operation.GET, 1, Fault.cutBodyAfter(1000));

        try (var body = retrying.get(KEY, GetOptions.WHOLE)) {
            assertThat(body.stream().readNBytes(1000)).hasSize(1000);
            put(KEY, TestSources.bytes(5000, 2));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> body.stream().readAllBytes())
                    .withMessageContaining("byte 1000")
                    .withCauseInstanceOf(PreconditionFailed.class);
        }
    }

    private List<String> putMany() {
        List<String> keys = IntStream.range(0, 10).mapToObj(i -> "many/" + i).toList();
        keys.forEach(key -> put(ObjectKey.of(key), new byte[0]));
        return keys;
    }

    private static List<String> list(RetryingAdapter adapter) {
        try (var objects = adapter.list(ListOptions.of(KeyPrefix.ALL))) {
            return objects.map(object -> object.key().value()).toList();
        }
    }

    @Test
    void a_listing_that_breaks_off_goes_on_behind_the_last_key() {
        List<String> keys = putMany();
        store.fail(Operation.LIST, 1, Fault.cutListingAfter(4));
        store.fail(Operation.LIST, 2, Fault.cutListingAfter(0));
        store.fail(Operation.LIST, 3, Fault.cutListingAfter(6));

        assertThat(list(retrying)).containsExactlyElementsOf(keys);
        assertThat(store.calls(Operation.LIST)).isEqualTo(4);
    }

    @Test
    void a_listing_without_order_is_begun_again_only_while_it_has_given_nothing() {
        var unordered =
                new FaultyAdapter(new InMemoryAdapter(Clock.systemUTC(), Abilities.allWithout(Capability.KEY_ORDER)));
        unordered.put(KEY, ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
        unordered.put(ObjectKey.of("c"), ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
        unordered.fail(Operation.LIST, 1, Fault.cutListingAfter(0));
        unordered.fail(Operation.LIST, 3, Fault.cutListingAfter(1));
        try (var adapter = over(unordered, QUICK, new Random(1))) {
            assertThat(list(adapter)).containsExactlyInAnyOrder("a/b", "c");
            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> list(adapter));
            assertThat(unordered.calls(Operation.LIST)).isEqualTo(3);
        }
    }
}
