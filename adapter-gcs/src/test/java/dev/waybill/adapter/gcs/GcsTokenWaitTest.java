package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.gcs.GcsWireServer.ScriptedAnswer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that wait for a token while the authorization server takes its time.
final class GcsTokenWaitTest {
    private static final ObjectKey KEY = ObjectKey.of("key");

    private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());
    private final IObjectStorageAdapter store = open();
    private final Semaphore asked = new Semaphore(0);
    private final CountDownLatch answering = new CountDownLatch(1);

    @MustBeClosed
    private IObjectStorageAdapter open() {
        wire.createBucket("bucket");
        wire.expireTokensAfter(Integer.MAX_VALUE);
        var server =
                new GcsServer(wire.endpoint(), Map.of("credentialsJson", ServiceAccount.json(wire.tokenEndpoint())));
        return GcsAdapter.open(server.config("bucket", ""), new AdapterContext(Clock.systemUTC(), 4));
    }

    @AfterEach
    void end() {
        answering.countDown();
        store.close();
        wire.close();
    }

    /// Has the server keep whoever asks for a token waiting, and then answer the first of them so.
    private void keepWaiting(Optional<ScriptedAnswer> answer) {
        wire.interceptNext(request -> {
            if (!request.equals("POST /token")) {
                return Optional.empty();
            }
            asked.release();
            try {
                answering.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer;
        });
    }

    private long requests() {
        return wire.requests().stream().filter("POST /token"::equals).count();
    }

    /// A call of a thread of its own.
    private record Call(Thread thread, FutureTask<Optional<ObjectMetadata>> outcome) {
        Throwable failure() throws InterruptedException {
            thread.join();
            return outcome.exceptionNow();
        }

        Optional<ObjectMetadata> result() throws InterruptedException {
            thread.join();
            return outcome.resultNow();
        }
    }

    private Call begin() {
        var outcome = new FutureTask<>(() -> store.stat(KEY));
        return new Call(Thread.ofVirtual().start(outcome), outcome);
    }

    /// A call that asks for a token.
    private Call beginAsking() throws InterruptedException {
        var call = begin();
        asked.acquire();
        return call;
    }

    /// A call that waits for another's request.
    private Call beginWaiting() {
        var call = begin();
        while (call.thread().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return call;
    }

    @Test
    void calls_that_need_a_token_at_the_same_time_share_one_request() throws InterruptedException {
        keepWaiting(Optional.empty());
        var first = beginAsking();
        var second = beginWaiting();
        answering.countDown();

        assertThat(first.result()).isEmpty();
        assertThat(second.result()).isEmpty();
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void a_request_that_fails_fails_for_all_who_waited_for_it() throws InterruptedException {
        keepWaiting(Optional.of(new ScriptedAnswer(503, "backendError", Map.of())));
        var first = beginAsking();
        var second = beginWaiting();
        answering.countDown();

        assertThat(first.failure()).isInstanceOf(StoreUnavailable.class);
        assertThat(second.failure()).isInstanceOf(StoreUnavailable.class);
        assertThat(requests()).isEqualTo(1);
        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void a_call_that_waits_for_another_s_token_is_cancelled_at_once_and_the_other_goes_on()
            throws InterruptedException {
        keepWaiting(Optional.empty());
        var first = beginAsking();
        var second = beginWaiting();
        second.thread().interrupt();

        assertThat(second.failure()).isInstanceOf(Cancelled.class);
        answering.countDown();
        assertThat(first.result()).isEmpty();
    }

    @Test
    void who_waits_for_a_call_that_is_cancelled_asks_for_itself() throws InterruptedException {
        keepWaiting(Optional.empty());
        var first = beginAsking();
        var second = beginWaiting();
        first.thread().interrupt();

        assertThat(first.failure()).isInstanceOf(Cancelled.class);
        asked.acquire();
        answering.countDown();
        assertThat(second.result()).isEmpty();
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void a_token_that_was_refused_to_several_is_replaced_once() throws InterruptedException {
        assertThat(store.stat(KEY)).isEmpty();
        wire.expireTokens();
        keepWaiting(Optional.empty());
        var first = beginAsking();
        var second = beginWaiting();
        answering.countDown();

        assertThat(first.failure()).hasMessageContaining("there is a new one now");
        assertThat(second.failure()).hasMessageContaining("there is a new one now");
        assertThat(wire.issuedTokens()).isEqualTo(2);
    }
}
