package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.testkit.TestSources;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What becomes of calls that are under way when the adapter is closed.
@SuppressWarnings("try") // it is the closing that is tested
final class S3ClosingTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final long SOON_SECONDS = 3;

    @Test
    void a_call_that_waits_for_an_answer_fails_soon_and_is_not_interrupted() throws Exception {
        var asked = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        try (var server = new CannedServer(exchange -> {
                    asked.countDown();
                    await(over);
                });
                var store = server.asServer("generic").open("bucket", "")) {
            var call = start(() -> store.stat(KEY));
            assertThat(asked.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            store.close();

            assertThat(call.get(SOON_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("closed");
            over.countDown();
        }
    }

    @Test
    void an_upload_in_parts_that_is_closed_midway_says_so() throws Exception {
        byte[] bytes = TestSources.bytes(S3PartPuts.PART_BYTES + 1, 1);
        var part = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        String started = "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>";
        try (var server = new CannedServer(exchange -> {
                    if (exchange.getRequestMethod().equals("PUT")) {
                        part.countDown();
                        await(over);
                    }
                    CannedServer.send(
                            exchange,
                            200,
                            java.util.Map.of("ETag", "\"e\""),
                            started.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                });
                var store = server.asServer("generic").open("bucket", "")) {
            ObjectSource source = TestSources.ofUnknownLength(bytes);
            var call = start(() -> store.put(KEY, source, PutOptions.DEFAULT));
            assertThat(part.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
            store.close();

            assertThat(call.get(SOON_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("closed");
            over.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs `call` in a thread of its own; gives what it throws, or what says that it was interrupted.
    private static FutureTask<Throwable> start(Runnable call) {
        var task = new FutureTask<Throwable>(() -> {
            try {
                call.run();
                return new AssertionError("it succeeded");
            } catch (RuntimeException e) {
                return Thread.interrupted() ? new AssertionError("it was interrupted", e) : e;
            }
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
