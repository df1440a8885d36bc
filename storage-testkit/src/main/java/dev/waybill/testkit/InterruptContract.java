package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.UploadRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Calls whose thread is interrupted.
interface InterruptContract extends ContractFixture {
    @Test
    default void a_put_interrupted_midway_is_cancelled_and_leaves_the_old_bytes() throws Exception {
        store().put("key", "old");
        assertCancelled(putInterruptedMidway("key"));

        assertThat(store().text("key")).isEqualTo("old");
        assertThat(store().keys()).containsExactly("key");
    }

    @Test
    default void a_put_interrupted_midway_leaves_an_absent_key_absent() throws Exception {
        assertCancelled(putInterruptedMidway("folder/key"));

        assertThat(store().stat("folder/key")).isEmpty();
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void a_put_that_waits_for_its_source_ends_when_it_is_interrupted() throws Exception {
        store().put("key", "old");
        var source = TestSources.stalling(TestSources.bytes(200_000, 1));
        var put = Caller.start(() -> store().put("key", source));
        source.awaitReached();
        put.interrupt();

        assertCancelled(put.await());
        source.release();
        assertThat(store().text("key")).isEqualTo("old");
    }

    @Test
    default void a_put_begun_by_an_interrupted_thread_is_cancelled() throws Exception {
        var ending = Caller.start(() -> {
                    Thread.currentThread().interrupt();
                    return store().put("key", TestSources.bytes(100_000, 1));
                })
                .await();

        assertCancelled(ending);
        assertThat(store().stat("key")).isEmpty();
    }

    @Test
    default void an_interrupted_part_is_cancelled_and_not_held() throws Exception {
        if (!can(Capability.RESUMABLE_UPLOAD)) {
            assertThat(store().capabilities().uploadLimits()).isEmpty();
            return;
        }
        long partBytes = store().capabilities().uploadLimits().orElseThrow().minPartBytes();
        var request = UploadRequest.start(ObjectKey.of("key"), PutOptions.DEFAULT, partBytes);
        try (var upload = store().client().openUpload(request)) {
            assertCancelled(interruptedMidway(Math.toIntExact(partBytes), source -> upload.putPart(1, source)));

            assertThat(upload.parts()).isEmpty();
            upload.abort();
        }
    }

    private Caller.Ending<Object> putInterruptedMidway(String key) throws Exception {
        return interruptedMidway(400_000, source -> store().put(key, source));
    }

    private static Caller.Ending<Object> interruptedMidway(int size, Write write) throws Exception {
        return Caller.start((Callable<Object>) () -> {
                    var me = Thread.currentThread();
                    return write.of(TestSources.acting(size / 2, TestSources.bytes(size, 1), me::interrupt));
                })
                .await();
    }

    private static void assertCancelled(Caller.Ending<?> ending) {
        assertThat(ending.outcome().failure()).singleElement().isInstanceOf(Cancelled.class);
        assertThat(ending.interrupted()).as("the interrupt flag is kept").isTrue();
    }

    /// A call that reads a source to its end.
    @FunctionalInterface
    interface Write {
        Object of(ObjectSource source) throws IOException;
    }
}
