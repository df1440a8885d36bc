package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// The end of an adapter's life, and who it is.
interface CloseContract extends UploadFixture {
    @Test
    default void two_clients_of_one_store_have_equal_ids() {
        assertThat(secondClient().client().store()).isEqualTo(store().client().store());
    }

    @Test
    default void closing_twice_does_nothing() {
        store().client().close();
        store().client().close();

        assertClosed(() -> store().stat("key"));
    }

    @Test
    default void every_call_after_closing_is_a_bug_and_says_so() {
        store().put("key", "x");
        store().client().close();

        assertClosed(() -> store().stat("key"));
        assertClosed(() -> store().read("key"));
        assertClosed(() -> store().put("key", "y"));
        assertClosed(() -> store().delete("key"));
        assertClosed(() -> store().client().deleteAll(List.of(Deletion.of(ObjectKey.of("key")))));
        assertClosed(() -> store().keys());
        assertThat(secondClient().keys()).containsExactly("key");
    }

    @Test
    default void a_copy_after_closing_is_a_bug_and_says_so() {
        store().put("from", "x");
        if (refuses(Capability.SERVER_SIDE_COPY, this::copy)) {
            return;
        }
        store().client().close();

        assertClosed(this::copy);
    }

    @Test
    default void an_upload_after_closing_is_a_bug_and_says_so() {
        if (refuses(Capability.RESUMABLE_UPLOAD, this::openUpload)) {
            return;
        }
        store().client().close();

        assertClosed(this::openUpload);
        assertClosed(() -> store().uploads(""));
    }

    @Test
    default void a_put_after_closing_does_not_open_its_source() {
        var source = new CountingSource(ObjectSource.of(new byte[10]));
        store().client().close();

        assertClosed(() -> store().put("key", source));
        assertThat(source.opened()).isZero();
    }

    @Test
    default void closing_one_client_leaves_the_other_open() throws IOException {
        secondClient().put("key", "before");
        store().client().close();
        secondClient().put("key", "after");

        assertThat(secondClient().text("key")).isEqualTo("after");
    }

    @Test
    default void a_put_under_way_fails_when_the_adapter_is_closed() throws Exception {
        secondClient().put("key", "old");
        var source = TestSources.stalling(TestSources.bytes(200_000, 1));
        var put = Caller.start(() -> store().put("key", source));
        source.awaitReached();
        store().client().close();
        source.release();

        assertThat(put.await().outcome().failure()).hasSize(1);
        assertThat(secondClient().text("key")).isEqualTo("old");
    }

    @Test
    default void a_listing_under_way_fails_when_the_adapter_is_closed() {
        store().putAll("a", "b", "c", "d", "e");
        try (var objects = store().client().list(ListOptions.of(KeyPrefix.ALL).withPageSize(1))) {
            var iterator = objects.iterator();
            iterator.next();
            store().client().close();

            assertThatThrownBy(() -> iterator.forEachRemaining(object -> {})).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    default void a_body_under_way_fails_when_the_adapter_is_closed() throws IOException {
        store().put("key", TestSources.bytes(8 << 20, 1));
        try (var content = store().client().get(ObjectKey.of("key"), GetOptions.WHOLE)) {
            assertThat(content.stream().read()).isNotNegative();
            store().client().close();

            assertThatThrownBy(() -> content.stream().readAllBytes())
                    .isInstanceOfAny(IOException.class, RuntimeException.class);
        }
    }

    private void copy() {
        store().client().copy(ObjectKey.of("from"), ObjectKey.of("to"), CopyOptions.DEFAULT);
    }

    private void openUpload() {
        begin(request("key"));
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(call);
    }
}
