package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.UploadRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyAdapterTest {
    private static final ObjectKey KEY = ObjectKey.of("key");

    @SuppressWarnings("MustBeClosedChecker") // closed after each test
    private final FaultyAdapter faulty = new FaultyAdapter(new InMemoryAdapter(Clock.systemUTC()));

    private final StoreUnderTest store = new StoreUnderTest(faulty);

    @AfterEach
    void close() {
        faulty.close();
    }

    @Test
    void only_the_numbered_call_goes_wrong() {
        faulty.fail(Operation.STAT, 2, Fault.NOT_REACHED);

        assertThat(store.stat("key")).isEmpty();
        assertUnavailable(Reason.NOT_REACHED, () -> store.stat("key"));
        assertThat(store.stat("key")).isEmpty();
    }

    @Test
    void the_next_call_is_counted_from_now() {
        store.stat("key");
        faulty.failNext(Operation.STAT, Fault.NOT_REACHED);

        assertUnavailable(Reason.NOT_REACHED, () -> store.stat("key"));
        assertThat(store.stat("key")).isEmpty();
    }

    @Test
    void calls_on_one_key_go_wrong_until_the_store_is_healed() {
        faulty.failEvery(Operation.PUT, KEY, Fault.NOT_REACHED);

        store.put("other", "x");
        assertUnavailable(Reason.NOT_REACHED, () -> store.put("key", "x"));
        assertUnavailable(Reason.NOT_REACHED, () -> store.put("key", "x"));
        faulty.heal();
        store.put("key", "x");
        assertThat(store.keys()).containsExactly("key", "other");
    }

    @Test
    void a_store_that_is_not_reached_does_nothing() {
        var source = new CountingSource(ObjectSource.of(new byte[10]));
        faulty.failEvery(Operation.PUT, Fault.NOT_REACHED);

        assertUnavailable(Reason.NOT_REACHED, () -> store.put("key", source));
        assertThat(source.opened()).isZero();
        assertThat(store.stat("key")).isEmpty();
    }

    @Test
    void a_lost_answer_leaves_what_was_done() throws IOException {
        faulty.failNext(Operation.PUT, Fault.ANSWER_LOST);
        assertUnavailable(Reason.OUTCOME_UNKNOWN, () -> store.put("key", "stored"));
        assertThat(store.text("key")).isEqualTo("stored");

        faulty.failNext(Operation.DELETE, Fault.ANSWER_LOST);
        assertUnavailable(Reason.OUTCOME_UNKNOWN, () -> store.delete("key"));
        assertThat(store.stat("key")).isEmpty();
    }

    @Test
    void a_lost_answer_to_a_completion_leaves_the_object() {
        faulty.failNext(Operation.COMPLETE, Fault.ANSWER_LOST);
        try (var upload = faulty.openUpload(UploadRequest.start(KEY, PutOptions.DEFAULT, 1024))) {
            upload.putPart(1, ObjectSource.of(new byte[] {1}));
            assertUnavailable(Reason.OUTCOME_UNKNOWN, () -> UploadFixture.complete(upload, upload.parts()));
        }

        assertThat(store.stat("key")).isPresent();
    }

    @Test
    void a_busy_store_says_for_how_long() {
        faulty.failNext(Operation.LIST, Fault.busyFor(Duration.ofSeconds(7)));

        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(store::keys)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @Test
    void any_failure_can_be_thrown() {
        faulty.failNext(Operation.GET, Fault.throwing((id, key) -> new AccessDenied(id, key, "not today", null)));

        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> store.read("key"))
                .satisfies(e -> assertThat(e.key()).contains(KEY));
    }

    @Test
    void a_body_that_is_cut_gives_its_bytes_and_then_fails() throws IOException {
        byte[] bytes = TestSources.bytes(1000, 1);
        store.put("key", bytes);
        faulty.failNext(Operation.GET, Fault.cutBodyAfter(400));

        try (var content = faulty.get(KEY, GetOptions.WHOLE)) {
            assertThat(content.stream().readNBytes(400)).isEqualTo(Arrays.copyOf(bytes, 400));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> content.stream().read())
                    .withCauseInstanceOf(StoreUnavailable.class);
        }
        assertThat(store.read("key", ByteRange.of(400, 600))).hasSize(600);
    }

    @Test
    void a_body_no_longer_than_its_cut_fails_only_behind_it() throws IOException {
        store.put("key", new byte[10]);
        faulty.failEvery(Operation.GET, Fault.cutBodyAfter(11));

        assertThat(store.read("key")).hasSize(10);
    }

    @Test
    void a_write_that_is_cut_stores_nothing() throws IOException {
        store.put("key", "old");
        faulty.failNext(Operation.PUT, Fault.cutBodyAfter(500));

        assertUnavailable(Reason.OUTCOME_UNKNOWN, () -> store.put("key", new byte[1000]));
        assertThat(store.text("key")).isEqualTo("old");
    }

    @Test
    void a_source_that_fails_before_the_cut_is_told_apart() {
        faulty.failNext(Operation.PUT, Fault.cutBodyAfter(500));
        var source = TestSources.throwingAfter(10, new byte[1000], new IOException("no more"));

        assertThatExceptionOfType(SourceFailed.class).isThrownBy(() -> store.put("key", source));
    }

    @Test
    void a_corrupt_body_has_one_wrong_bit() throws IOException {
        byte[] bytes = TestSources.bytes(20_000, 1);
        store.put("key", bytes);
        faulty.failNext(Operation.GET, Fault.corruptBodyAt(12_345));

        byte[] read = store.read("key");
        assertThat(read[12_345] ^ bytes[12_345]).isEqualTo(1);
        read[12_345] ^= 1;
        assertThat(read).isEqualTo(bytes);
    }

    @Test
    void a_listing_that_is_cut_fails_and_does_not_end() {
        store.putAll("a", "b", "c");
        faulty.failNext(Operation.LIST, Fault.cutListingAfter(2));
        var seen = new ArrayList<String>();

        try (var objects = faulty.list(ListOptions.of(KeyPrefix.ALL))) {
            assertUnavailable(
                    Reason.OUTCOME_UNKNOWN,
                    () -> objects.forEach(object -> seen.add(object.key().value())));
        }
        assertThat(seen).containsExactly("a", "b");
        assertThat(store.keys()).hasSize(3);
    }

    @Test
    void a_stalled_call_goes_on_when_its_gate_opens() throws Exception {
        var gate = new Gate();
        faulty.failNext(Operation.PUT, Fault.stall(gate));
        var put = Caller.start(() -> store.put("key", "x"));
        gate.awaitArrival();
        assertThat(store.stat("key")).isEmpty();

        gate.open();
        assertThat(put.await().outcome().failure()).isEmpty();
        assertThat(store.stat("key")).isPresent();
    }

    @Test
    void a_stalled_call_ends_when_it_is_interrupted() throws Exception {
        var gate = new Gate();
        faulty.failNext(Operation.PUT, Fault.stall(gate));
        var put = Caller.start(() -> store.put("key", "x"));
        gate.awaitArrival();
        put.interrupt();

        var ending = put.await();
        assertThat(ending.outcome().failure()).singleElement().isInstanceOf(Cancelled.class);
        assertThat(ending.interrupted()).isTrue();
        assertThat(store.stat("key")).isEmpty();
    }

    @Test
    void calls_are_counted_whether_they_go_wrong_or_not() {
        faulty.failNext(Operation.PUT, Fault.NOT_REACHED);
        assertUnavailable(Reason.NOT_REACHED, () -> store.put("key", "x"));
        store.put("key", "x");
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.read("absent"));

        assertThat(faulty.calls(Operation.PUT)).isEqualTo(2);
        assertThat(faulty.calls(Operation.DELETE)).isZero();
        assertThat(faulty.calls()).isEqualTo(Map.of(Operation.PUT, 2L, Operation.GET, 1L));
    }

    @Test
    void the_calls_of_an_upload_go_wrong_too() {
        faulty.failNext(Operation.PUT_PART, Fault.cutBodyAfter(1));
        faulty.failNext(Operation.PARTS, Fault.BUSY);
        faulty.failNext(Operation.ABORT, Fault.ANSWER_LOST);
        try (var upload = faulty.openUpload(UploadRequest.start(KEY, PutOptions.DEFAULT, 1024))) {
            assertUnavailable(Reason.OUTCOME_UNKNOWN, () -> upload.putPart(1, ObjectSource.of(new byte[10])));
            assertUnavailable(Reason.BUSY, upload::parts);
            assertThat(upload.parts()).isEmpty();
            assertUnavailable(Reason.OUTCOME_UNKNOWN, upload::abort);
        }

        assertThat(store.uploads("")).isEmpty();
    }

    @Test
    void a_fault_that_cannot_happen_to_an_operation_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faulty.failNext(Operation.STAT, Fault.cutBodyAfter(1)))
                .withMessageContaining("STAT");
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.failNext(Operation.GET, Fault.cutListingAfter(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.failNext(Operation.PUT, Fault.corruptBodyAt(1)));
    }

    @Test
    void many_callers_meet_a_fault_exactly_as_often_as_it_is_scripted() throws Exception {
        faulty.fail(Operation.STAT, 10, Fault.NOT_REACHED);
        faulty.fail(Operation.STAT, 20, Fault.NOT_REACHED);

        var outcomes = Crowd.outcomes(40, i -> () -> store.stat("key"));
        assertThat(outcomes).filteredOn(outcome -> !outcome.succeeded()).hasSize(2);
        assertThat(faulty.calls(Operation.STAT)).isEqualTo(40);
    }

    private static void assertUnavailable(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Optional.empty()));
    }
}
