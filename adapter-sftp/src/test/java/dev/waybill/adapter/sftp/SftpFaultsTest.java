package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.WireFault.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What is of SSH alone when the way to OpenSSH's server breaks or is long: connecting, and connections that are idle.
/// No thread or connection is left.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpFaultsTest {
    private static final ObjectKey KEY = ObjectKey.of("a/key");
    private static final byte[] OLD = TestSources.bytes(1000, 1);

    private Optional<OpenSshServer> server = Optional.empty();
    private Optional<FaultProxy> proxy = Optional.empty();
    private Path root = Path.of("");
    private long threadsBefore;

    @BeforeAll
    void start_the_server(@TempDir Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        server = Optional.of(OpenSshServer.start(folder));
    }

    @AfterAll
    void stop_the_server() {
        server.ifPresent(OpenSshServer::close);
    }

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after the test
    void put_a_proxy_in_front(@TempDir Path folder) throws IOException {
        root = folder;
        Files.createDirectory(root.resolve("a"));
        Files.write(root.resolve("a/key"), OLD);
        proxy = Optional.of(FaultProxy.to("127.0.0.1", server.orElseThrow().port()));
        threadsBefore = clientThreads();
    }

    @AfterEach
    void nothing_is_left() throws IOException {
        way().heal();
        boolean closed = soon(() -> way().statistics().open() == 0);
        way().close();
        assertThat(closed).as("the connections are closed").isTrue();
        assertThat(soon(() -> clientThreads() <= threadsBefore))
                .as("threads left: " + Thread.getAllStackTraces().keySet())
                .isTrue();
        assertThat(soon(() -> server.orElseThrow().sshd().connections() == 0))
                .as("connections that the server still serves")
                .isTrue();
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("sshd-"))
                .count();
    }

    private static boolean soon(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return condition.getAsBoolean();
    }

    @MustBeClosed
    private IObjectStorageAdapter open() {
        return open(Map.of());
    }

    @MustBeClosed
    private IObjectStorageAdapter open(Map<String, String> more) {
        var all = new java.util.HashMap<>(Map.of("readTimeout", "2s", "connectTimeout", "5s", "connections", "1"));
        all.putAll(more);
        return server.orElseThrow().open(proxy.orElseThrow().port(), root, all);
    }

    private FaultProxy way() {
        return proxy.orElseThrow();
    }

    private static ObjectMetadata put(IObjectStorageAdapter store, byte[] bytes) {
        return store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT);
    }

    private static byte[] get(IObjectStorageAdapter store) throws IOException {
        try (ObjectContent content = store.get(KEY, GetOptions.WHOLE)) {
            return content.stream().readAllBytes();
        }
    }

    @Test
    void a_server_that_says_nothing_is_given_up_after_the_time_to_connect() {
        way().onEvery(WireFault.stallAfterDown(0));
        try (var store = open(Map.of("connectTimeout", "1s"))) {
            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.stat(KEY));
        }
        way().heal();
    }

    @Test
    void an_interrupted_call_takes_nobody_along_who_waits_for_the_connection_that_it_makes() throws Exception {
        way().onNext(WireFault.stallAfterDown(0));
        try (var store = open(Map.of("connectTimeout", "30s", "readTimeout", "30s"))) {
            var first = new FutureTask<>(() -> store.stat(KEY));
            var second = new FutureTask<>(() -> store.stat(KEY));
            Thread connecting = Thread.ofPlatform().start(first);
            assertThat(soon(() -> way().statistics().bytesUp() > 0)).isTrue();
            Thread waiting = Thread.ofPlatform().start(second);
            assertThat(soon(() -> waiting.getState() == Thread.State.WAITING)).isTrue();

            connecting.interrupt();

            assertThat(second.get(20, TimeUnit.SECONDS)).isPresent();
            assertThatThrownBy(first::get).hasCauseInstanceOf(StorageException.Cancelled.class);
        }
    }

    @Test
    void a_connection_that_died_while_idle_is_found_by_keepalive_and_replaced() throws IOException {
        try (var store = open(Map.of("keepAlive", "0.3s"))) {
            assertThat(store.stat(KEY)).isPresent();
            way().onOpen(WireFault.stallAfterDown(0));
            // Its end reaches the server, though nothing comes back.
            assertThat(soon(() -> server.orElseThrow().sshd().connections() == 0))
                    .isTrue();
            way().heal();
            assertThat(get(store)).isEqualTo(OLD);
            assertThat(way().statistics().accepted()).isEqualTo(2);
        }
    }

    @Test
    void another_connection_is_made_for_what_is_much_and_goes_on_for_a_while_far_away() throws IOException {
        way().onEvery(new WireFault.Latency(Direction.UP, Duration.ofMillis(5)));
        way().onEvery(new WireFault.Latency(Direction.DOWN, Duration.ofMillis(5)));
        try (var store = open(Map.of("connections", "2", "channels", "1", "readTimeout", "20s"));
                var one = store.get(KEY, GetOptions.WHOLE);
                var two = store.get(KEY, GetOptions.WHOLE);
                var three = store.get(KEY, GetOptions.WHOLE)) {
            assertThat(way().statistics().accepted()).isEqualTo(1);

            assertThat(soon(() -> {
                        assertThat(store.stat(KEY)).isPresent();
                        return way().statistics().accepted() == 2;
                    }))
                    .isTrue();
            for (var content : java.util.List.of(one, two, three)) {
                assertThat(content.stream().readAllBytes()).isEqualTo(OLD);
            }
        }
    }

    @Test
    void no_more_connections_are_made_to_what_is_near_than_there_are_processors_for() throws IOException {
        int useful = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
        try (var store = open(
                        Map.of("connections", Integer.toString(useful + 1), "channels", "1", "readTimeout", "20s"));
                var one = store.get(KEY, GetOptions.WHOLE)) {
            while (System.nanoTime() < end) {
                try (var another = store.get(KEY, GetOptions.WHOLE)) {
                    assertThat(store.stat(KEY)).isPresent();
                    assertThat(another.stream().readAllBytes()).isEqualTo(OLD);
                }
            }
            assertThat(one.stream().readAllBytes()).isEqualTo(OLD);
        }
        assertThat(way().statistics().accepted()).isLessThanOrEqualTo(useful);
    }

    @Test
    void a_way_of_many_milliseconds_does_not_bound_what_passes() throws IOException {
        way().onEvery(new WireFault.Latency(Direction.UP, Duration.ofMillis(50)));
        way().onEvery(new WireFault.Latency(Direction.DOWN, Duration.ofMillis(50)));
        byte[] much = TestSources.bytes(16 << 20, 4);
        try (var store = open(Map.of("readTimeout", "20s", "connectTimeout", "20s"))) {
            long begin = System.nanoTime();
            put(store, much);
            assertThat(get(store)).isEqualTo(much);
            var taken = Duration.ofNanos(System.nanoTime() - begin);
            // One request of 32 KiB at a time would take 1,024 round trips of a tenth of a second.
            assertThat(taken).isLessThan(Duration.ofSeconds(51));
        }
    }

    @Test
    void a_clock_of_the_server_that_is_wrong_changes_no_time_of_content() {
        var modified = java.time.Instant.parse("2031-02-03T04:05:06Z");
        try (var store = open()) {
            store.put(KEY, ObjectSource.of(OLD), PutOptions.DEFAULT.withContentModified(modified));
            assertThat(store.stat(KEY).orElseThrow().contentModified()).contains(modified);
        }
    }
}
