package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.UploadLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Sources that are awkward, and sources that fail.
interface StreamingContract extends ContractFixture {
    @Test
    default void a_source_of_unknown_length_longer_than_three_parts_round_trips() throws IOException {
        long part = store().capabilities()
                .uploadLimits()
                .map(UploadLimits::minPartBytes)
                .orElse(1L << 18);
        byte[] bytes = TestSources.bytes(Math.toIntExact(3 * part + 7), 1);
        store().put("key", TestSources.ofUnknownLength(bytes));

        assertThat(store().read("key")).isEqualTo(bytes);
    }

    @Test
    default void sources_of_unknown_length_with_no_byte_and_with_one_round_trip() throws IOException {
        store().put("none", TestSources.ofUnknownLength(new byte[0]));
        store().put("one", TestSources.ofUnknownLength(new byte[] {7}));

        assertThat(store().read("none")).isEmpty();
        assertThat(store().read("one")).containsExactly(7);
    }

    @Test
    default void a_source_that_gives_one_byte_at_a_time_round_trips() throws IOException {
        byte[] bytes = TestSources.bytes(20_000, 2);
        store().put("key", TestSources.trickling(1, bytes));

        assertThat(store().read("key")).isEqualTo(bytes);
    }

    @Test
    default void a_source_that_ends_early_stores_nothing() throws IOException {
        var source = TestSources.declaring(20_001, TestSources.bytes(20_000, 1));

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_goes_on_behind_its_length_stores_nothing() throws IOException {
        var source = TestSources.declaring(19_999, TestSources.bytes(20_000, 1));

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_declares_no_byte_and_gives_one_stores_nothing() throws IOException {
        var source = TestSources.declaring(0, new byte[1]);

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_declares_a_byte_and_gives_none_stores_nothing() throws IOException {
        var source = TestSources.declaring(1, new byte[0]);

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_throws_midway_leaves_an_absent_key_absent() {
        var source = TestSources.throwingAfter(70_000, TestSources.bytes(140_000, 1), new IOException("no more"));

        assertPutFailsAndLeavesAbsent(source);
    }

    @Test
    default void a_source_that_throws_midway_leaves_the_old_bytes() throws IOException {
        var source = TestSources.throwingAfter(70_000, TestSources.bytes(140_000, 1), new IOException("no more"));

        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_throws_where_it_should_end_stores_nothing() throws IOException {
        var source = TestSources.throwingAfter(1000, TestSources.bytes(1000, 1), new IOException("no end"));
        var unknown =
                TestSources.throwingAfterOfUnknownLength(1000, TestSources.bytes(2000, 1), new IOException("no end"));

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesAbsent(unknown);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_throws_unchecked_stores_nothing() throws IOException {
        var source = TestSources.acting(500, TestSources.bytes(1000, 1), () -> {
            throw new IllegalArgumentException("a bug in the source");
        });

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void a_source_that_cannot_be_opened_stores_nothing() throws IOException {
        var source = TestSources.unopenable(10, new IOException("gone"));

        assertPutFailsAndLeavesAbsent(source);
        assertPutFailsAndLeavesTheOldBytes(source);
    }

    @Test
    default void what_a_source_threw_is_the_cause_of_the_failure() {
        var thrown = new IOException("the disk is on fire");
        var source = TestSources.throwingAfter(10, TestSources.bytes(100, 1), thrown);

        assertThatExceptionOfType(SourceFailed.class)
                .isThrownBy(() -> store().put("key", source))
                .satisfies(e -> {
                    assertThat(causes(e)).contains(thrown);
                    assertThat(e.key()).contains(ObjectKey.of("key"));
                });
    }

    @Test
    default void a_source_that_fails_is_closed() {
        var source = new CountingSource(
                TestSources.throwingAfter(10, TestSources.bytes(100, 1), new IOException("no more")));
        assertThatExceptionOfType(SourceFailed.class).isThrownBy(() -> store().put("key", source));

        assertThat(source.closed()).isEqualTo(source.opened()).isEqualTo(1);
    }

    @Test
    default void a_long_source_of_unknown_length_that_throws_leaves_no_upload_behind() {
        long part = store().capabilities()
                .uploadLimits()
                .map(UploadLimits::minPartBytes)
                .orElse(1L << 18);
        int size = Math.toIntExact(part + part / 2);
        var source = TestSources.throwingAfterOfUnknownLength(
                size, TestSources.bytes(size + 1, 1), new IOException("no more"));

        assertPutFailsAndLeavesAbsent(source);
        if (can(Capability.RESUMABLE_UPLOAD)) {
            assertThat(store().uploads("")).isEmpty();
        }
    }

    @Test
    default void a_put_in_progress_shows_nothing() throws Exception {
        byte[] bytes = TestSources.bytes(200_000, 3);
        var source = TestSources.stalling(bytes);
        var put = Caller.start(() -> store().put("key", source));
        source.awaitReached();

        assertThat(secondClient().stat("key")).isEmpty();
        assertThat(secondClient().keys()).isEmpty();
        source.release();
        assertThat(put.await().outcome().failure()).isEmpty();
        assertThat(store().read("key")).isEqualTo(bytes);
    }

    @Test
    default void a_put_in_progress_shows_the_old_bytes() throws Exception {
        store().put("key", "old");
        byte[] bytes = TestSources.bytes(200_000, 3);
        var source = TestSources.stalling(bytes);
        var put = Caller.start(() -> store().put("key", source));
        source.awaitReached();

        assertThat(secondClient().text("key")).isEqualTo("old");
        assertThat(secondClient().keys()).containsExactly("key");
        source.release();
        assertThat(put.await().outcome().failure()).isEmpty();
        assertThat(Arrays.equals(store().read("key"), bytes)).isTrue();
    }

    private void assertPutFailsAndLeavesAbsent(ObjectSource source) {
        assertThatExceptionOfType(SourceFailed.class).isThrownBy(() -> store().put("folder/absent", source));
        assertThat(store().stat("folder/absent")).isEmpty();
        assertThat(store().keys("folder/")).isEmpty();
    }

    private void assertPutFailsAndLeavesTheOldBytes(ObjectSource source) throws IOException {
        store().put("present", "the old bytes");
        assertThatExceptionOfType(SourceFailed.class).isThrownBy(() -> store().put("present", source));
        assertThat(store().text("present")).isEqualTo("the old bytes");
        assertThat(store().keys()).containsExactly("present");
    }

    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
