package dev.waybill.adapter.naas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.CountingSource;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.naas.NaasWireServer.Answer;
import dev.waybill.testkit.s3.ExpiryAnswer;
import dev.waybill.testkit.s3.S3WireServer.ScriptedAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credentials that end in the middle of things, and an API that is not to be had when they do.
class NaasSessionTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/key");
    private static final int PATIENCE_SECONDS = 20;

    private final ManualClock clock = new ManualClock(Clock.systemUTC().instant());
    private final Workspace workspace = new Workspace(clock);

    @AfterEach
    void close() {
        workspace.close();
    }

    private static void put(IObjectStorageAdapter store, ObjectKey key, String text) {
        store.put(key, ObjectSource.of(text.getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT);
    }

    private static byte[] read(IObjectStorageAdapter store, ObjectKey key) throws IOException {
        try (var content = store.get(key, GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        }
    }

    @Test
    void credentials_are_asked_for_once_and_used_until_shortly_before_their_end() {
        try (var store = workspace.open(clock)) {
            put(store, KEY, "one");
            clock.advance(Duration.ofMinutes(54));
            put(store, KEY, "two");
            assertThat(workspace.asked()).isEqualTo(1);

            clock.advance(Duration.ofMinutes(5));
            put(store, KEY, "three");
            assertThat(workspace.asked()).isEqualTo(2);
        }
    }

    @Test
    void nobody_waits_while_others_are_got_ahead_of_the_end() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var store = workspace.open(clock)) {
            var asked = new CountDownLatch(1);
            var answer = new CountDownLatch(1);
            workspace.api.interceptNext(own -> {
                asked.countDown();
                answer.await();
                return own;
            });
            clock.advance(Duration.ofMinutes(58));
            var first = threads.submit(() -> store.stat(KEY));
            assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(threads.submit(() -> store.stat(KEY)).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(first).isNotDone();
            answer.countDown();
            assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
            assertThat(workspace.asked()).isEqualTo(2);
        }
    }

    @Test
    void an_api_that_is_down_ahead_of_the_end_is_let_rest_while_the_credentials_hold() {
        try (var store = workspace.open(clock)) {
            for (int i = 0; i < 2; i++) {
                workspace.api.interceptNext(own -> Answer.of(503, ""));
            }
            clock.advance(Duration.ofMinutes(58));
            for (int i = 0; i < 5; i++) {
                put(store, KEY, "still");
            }
            assertThat(workspace.asked()).isEqualTo(2);

            clock.advance(Duration.ofSeconds(31));
            put(store, KEY, "still");
            assertThat(workspace.asked()).isEqualTo(3);
            clock.advance(Duration.ofSeconds(31));
            put(store, KEY, "again");
            put(store, KEY, "again");
            assertThat(workspace.asked()).isEqualTo(4);
        }
    }

    @Test
    void an_api_that_is_down_at_the_end_is_unavailable_and_the_layers_try_again() throws IOException {
        try (var store = workspace.openLayered(clock)) {
            put(store, KEY, "before");
            workspace.api.interceptNext(own -> Answer.of(500, "no"));
            workspace.api.interceptNext(own -> Answer.of(503, ""));
            clock.advance(Duration.ofHours(2));

            assertThat(read(store, KEY)).asString().isEqualTo("before");
            assertThat(workspace.asked()).isEqualTo(4);
        }
    }

    @Test
    void without_the_layers_that_failure_is_told_at_once() {
        try (var store = workspace.open(clock)) {
            workspace.api.interceptNext(own -> new Answer(503, "", Map.of("Retry-After", "17")));
            clock.advance(Duration.ofHours(2));

            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .withMessageContaining("Naas API")
                    .withMessageContaining("503")
                    .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(17)));
        }
    }

    @ParameterizedTest
    @EnumSource(ExpiryAnswer.class)
    void every_kind_of_request_outlives_an_expiry_that_nobody_foretold(ExpiryAnswer answer) throws IOException {
        workspace.s3.answerExpired(answer);
        workspace.api.issueForRequests(1);
        try (var store = workspace.open(clock)) {
            byte[] large = TestSources.bytes(3 << 20, 1);
            for (int i = 0; i < 3; i++) {
                put(store, KEY, "small");
                store.put(ObjectKey.of("large"), ObjectSource.of(large), PutOptions.DEFAULT);
                assertThat(read(store, ObjectKey.of("large"))).isEqualTo(large);
                assertThat(store.stat(KEY)).isPresent();
                try (var objects = store.list(ListOptions.of(KeyPrefix.ALL).withPageSize(1))) {
                    assertThat(objects.map(o -> o.key().value())).containsExactly("folder/key", "large");
                }
            }
            assertThat(workspace.asked()).isGreaterThan(10);
        }
    }

    @Test
    void a_body_that_was_refused_is_read_from_its_source_once_more() throws IOException {
        workspace.api.issueForRequests(1);
        try (var store = workspace.open(clock)) {
            byte[] bytes = TestSources.bytes(5 << 20, 2);
            put(store, KEY, "uses the credentials up");
            var source = new CountingSource(ObjectSource.of(bytes));
            store.put(ObjectKey.of("large"), source, PutOptions.DEFAULT);

            assertThat(source.opened()).isEqualTo(2);
            assertThat(source.closed()).isEqualTo(2);
            workspace.api.issueForRequests(Long.MAX_VALUE);
            assertThat(read(store, ObjectKey.of("large"))).isEqualTo(bytes);
        }
    }

    @Test
    void an_upload_in_parts_outlives_several_expiries() throws IOException {
        workspace.api.issueForRequests(2);
        try (var store = workspace.open(clock)) {
            byte[] part = TestSources.bytes(5 << 20, 3);
            try (var upload = store.openUpload(UploadRequest.start(KEY, PutOptions.DEFAULT, part.length))) {
                var parts = new ArrayList<UploadedPart>();
                for (int i = 1; i <= 4; i++) {
                    parts.add(upload.putPart(i, ObjectSource.of(part)));
                }
                upload.complete(parts, Optional.empty());
            }
            assertThat(store.stat(KEY).orElseThrow().size()).isEqualTo(4L * part.length);
            assertThat(workspace.asked()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void a_stream_that_is_open_outlives_the_credentials_it_was_opened_by() throws IOException {
        try (var store = workspace.open(clock)) {
            byte[] bytes = TestSources.bytes(9 << 20, 4);
            store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT);
            try (var content = store.get(KEY, GetOptions.WHOLE)) {
                byte[] begin = content.stream().readNBytes(1000);
                clock.advance(Duration.ofHours(3));

                assertThat(begin).isEqualTo(Arrays.copyOf(bytes, 1000));
                assertThat(content.stream().readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1000, bytes.length));
            }
            assertThat(store.stat(KEY)).isPresent();
        }
    }

    @Test
    void fifty_threads_share_one_request_when_their_credentials_end() throws Exception {
        try (var store = workspace.open(clock)) {
            clock.advance(Duration.ofHours(2));
            workspace.api.interceptNext(own -> own);
            var results = together(50, () -> store.stat(KEY).isEmpty());

            assertThat(results).hasSize(50).containsOnly("true");
            assertThat(workspace.asked()).isEqualTo(2);
        }
    }

    @Test
    void fifty_threads_share_one_request_when_their_credentials_are_refused() throws Exception {
        workspace.s3.answerExpired(ExpiryAnswer.BARE_DENIAL);
        workspace.api.issueForRequests(1);
        try (var store = workspace.open(clock)) {
            put(store, KEY, "uses the credentials up");
            workspace.api.issueForRequests(Long.MAX_VALUE);
            var results = together(50, () -> store.stat(KEY).isPresent());

            assertThat(results).hasSize(50).containsOnly("true");
            assertThat(workspace.asked()).isEqualTo(2);
        }
    }

    @Test
    void fifty_threads_share_a_failure_too() throws Exception {
        try (var store = workspace.open(clock)) {
            clock.advance(Duration.ofHours(2));
            var go = new CountDownLatch(1);
            workspace.api.interceptNext(own -> {
                go.await();
                return Answer.of(401, "");
            });
            for (int i = 0; i < 50; i++) {
                workspace.api.interceptNext(own -> Answer.of(401, ""));
            }
            var results = together(50, go::countDown, () -> store.stat(KEY).isEmpty());

            assertThat(results).hasSize(50).allMatch(result -> result.contains("AccessDenied"));
            assertThat(workspace.asked()).isLessThan(50);
        }
    }

    @Test
    void the_interruption_of_one_is_none_of_those_that_wait_with_it() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var store = workspace.open(clock)) {
            clock.advance(Duration.ofHours(2));
            var asked = new CountDownLatch(1);
            var never = new CountDownLatch(1);
            workspace.api.interceptNext(own -> {
                asked.countDown();
                never.await();
                return own;
            });
            var leading = new AtomicReference<Thread>();
            Future<Object> first = threads.submit(() -> {
                leading.set(Thread.currentThread());
                return store.stat(KEY);
            });
            assertThat(asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            var second = threads.submit(() -> store.stat(KEY));
            leading.get().interrupt();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> first.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .withCauseInstanceOf(Cancelled.class);
            assertThat(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void what_is_forbidden_is_denied_and_does_not_have_credentials_asked_for_each_time() {
        try (var store = workspace.open(clock)) {
            for (int i = 0; i < 40; i++) {
                workspace.s3.interceptNext(request -> request.startsWith("PUT ")
                        ? Optional.of(new ScriptedAnswer(403, "AccessDenied", Map.of()))
                        : Optional.empty());
            }
            for (int i = 0; i < 20; i++) {
                assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(store, KEY, "never"));
            }
            assertThat(workspace.asked()).isEqualTo(2);

            clock.advance(Duration.ofSeconds(31));
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(store, KEY, "never"));
            assertThat(workspace.asked()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1200, 1200})
    void a_clock_that_is_off_by_twenty_minutes_neither_misses_the_end_nor_asks_each_time(int seconds)
            throws IOException {
        var wrong = new ManualClock(clock.instant().plusSeconds(seconds));
        workspace.api.issueFor(Duration.ofMinutes(15));
        try (var store = workspace.openLayered(wrong)) {
            for (int i = 0; i < 10; i++) {
                put(store, KEY, "text " + i);
            }
            assertThat(read(store, KEY)).asString().isEqualTo("text 9");
            assertThat(workspace.asked()).isEqualTo(1);

            wrong.advance(Duration.ofMinutes(14));
            clock.advance(Duration.ofMinutes(14));
            assertThat(store.stat(KEY)).isPresent();
            assertThat(workspace.asked()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://another-bucket/", "s3://api-naas-storage/elsewhere/"})
    void a_storage_that_moves_while_it_is_open_is_an_error_and_nothing_is_written_there(String elsewhere) {
        try (var store = workspace.open(clock)) {
            workspace.s3.createBucket("another-bucket");
            workspace.api.interceptNext(own -> Answer.of(200, own.body().replace("s3://api-naas-storage/", elsewhere)));
            clock.advance(Duration.ofHours(2));
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> put(store, KEY, "lost"))
                    .withMessageContaining(elsewhere)
                    .withMessageContaining("s3://api-naas-storage/" + Workspace.ID + "/abi");

            assertThat(workspace.s3.requests()).noneMatch(request -> request.startsWith("PUT "));
            put(store, KEY, "where it belongs");
            assertThat(workspace.s3.requests())
                    .containsExactly("PUT /api-naas-storage/" + Workspace.ID + "/abi/folder/key");
        }
    }

    @Test
    void a_move_is_told_also_while_the_old_credentials_hold() {
        try (var store = workspace.open(clock)) {
            workspace.api.interceptNext(own -> Answer.of(200, own.body().replace("/abi\"", "/other\"")));
            clock.advance(Duration.ofMinutes(58));
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> put(store, KEY, "lost"))
                    .withMessageContaining("lies in");
        }
    }

    @Test
    void closing_ends_the_clients_thread() throws InterruptedException {
        var before = clientThreads();
        Set<Thread> own;
        try (var store = workspace.open(clock)) {
            own = new HashSet<>(clientThreads());
            own.removeAll(before);
            assertThat(store.stat(KEY)).isEmpty();
        }
        assertThat(own).isNotEmpty();
        for (var thread : own) {
            thread.join(Duration.ofSeconds(PATIENCE_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static Set<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .collect(Collectors.toSet());
    }

    private static List<String> together(int count, Callable<Boolean> call) throws Exception {
        return together(count, () -> {}, call);
    }

    /// The results of many calls that begin at once, failures by their class.
    private static List<String> together(int count, Runnable once, Callable<Boolean> call) throws Exception {
        var start = new CountDownLatch(1);
        var started = new CountDownLatch(count);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<String>>();
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    started.countDown();
                    try {
                        return call.call().toString();
                    } catch (RuntimeException e) {
                        return e.getClass().getSimpleName();
                    }
                }));
            }
            start.countDown();
            assertThat(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            once.run();
            var results = new ArrayList<String>();
            for (var future : futures) {
                results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        }
    }
}
