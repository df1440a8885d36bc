package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.testkit.WireFault.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker") // closed after each test
class FaultProxyTest {
    private static final byte[] HELLO = TestSources.bytes(40_000, 1);

    private final EchoServer server = new EchoServer();
    private final FaultProxy proxy = FaultProxy.to("127.0.0.1", server.port());

    FaultProxyTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void without_faults_everything_passes() throws IOException {
        assertThat(echo(HELLO)).isEqualTo(HELLO);
        assertThat(echo(HELLO)).isEqualTo(HELLO);

        var statistics = proxy.statistics();
        assertThat(statistics.accepted()).isEqualTo(2);
        assertThat(statistics.bytesUp()).isEqualTo(2L * HELLO.length);
        assertThat(statistics.bytesDown()).isEqualTo(2L * HELLO.length);
        assertThat(statistics.faults()).isZero();
    }

    @Test
    void a_reset_reaches_the_client_as_one() {
        proxy.onNext(WireFault.resetAfterDown(100));

        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> echo(HELLO));
        assertThat(proxy.statistics().bytesDown()).isEqualTo(100);
        assertThat(proxy.statistics().faults()).isEqualTo(1);
    }

    @Test
    void a_reset_on_the_way_up_lets_only_so_many_bytes_through() {
        proxy.onNext(WireFault.resetAfterUp(1234));

        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> echo(HELLO));
        assertThat(proxy.statistics().bytesUp()).isEqualTo(1234);
    }

    @Test
    void a_cut_ends_the_stream_cleanly_after_its_bytes() throws IOException {
        proxy.onNext(WireFault.cutAfterDown(20_001));

        assertThat(echo(HELLO)).isEqualTo(Arrays.copyOf(HELLO, 20_001));
        assertThat(echo(HELLO)).isEqualTo(HELLO);
    }

    @Test
    void a_stalled_connection_goes_on_when_the_proxy_heals() throws IOException {
        proxy.onNext(WireFault.stallAfterDown(500));
        try (var client = connect()) {
            client.setSoTimeout(100);
            client.getOutputStream().write(HELLO, 0, 1000);
            assertThat(client.getInputStream().readNBytes(500)).isEqualTo(Arrays.copyOf(HELLO, 500));
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> client.getInputStream().read());

            client.setSoTimeout(20_000);
            proxy.heal();
            assertThat(client.getInputStream().readNBytes(500)).isEqualTo(Arrays.copyOfRange(HELLO, 500, 1000));
        }
        assertThat(proxy.statistics().faults()).isEqualTo(1);
    }

    @Test
    void an_answer_comes_from_the_proxy_and_the_server_hears_nothing_of_the_question() throws IOException {
        proxy.onNext(new WireFault.Answer(503, Map.of("Retry-After", "17"), "busy"));
        try (var client = connect()) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(HELLO);

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\r\nRetry-After: 17\r\n", "\r\nContent-Length: 4\r\n")
                    .endsWith("\r\n\r\nbusy");
            client.getOutputStream().write(HELLO);
        }
        assertThat(proxy.statistics().bytesUp()).isZero();
        assertThat(proxy.statistics().faults()).isEqualTo(1);
        assertThat(echo(HELLO)).isEqualTo(HELLO);
    }

    @Test
    void what_all_connections_get_meets_open_ones_and_those_to_come() throws IOException {
        try (var client = connect()) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            proxy.onAll(WireFault.cutAfterDown(0));
            client.getOutputStream().write(2);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(echo(HELLO)).isEmpty();
    }

    @Test
    void a_proxy_takes_the_place_of_one_that_was_closed() throws IOException {
        proxy.close();
        try (var next = FaultProxy.to("127.0.0.1", server.port(), proxy.port())) {
            assertThat(next.port()).isEqualTo(proxy.port());
            assertThat(echo(HELLO)).isEqualTo(HELLO);
        }
    }

    @Test
    void a_stalled_connection_ends_with_the_proxy() throws IOException {
        proxy.onNext(WireFault.stallAfterDown(1));
        try (var client = connect()) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(new byte[] {1, 2});
            assertThat(client.getInputStream().read()).isEqualTo(1);
            proxy.killAll();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
    }

    @Test
    void one_bit_of_one_byte_is_corrupted() throws IOException {
        proxy.onNext(new WireFault.Corrupt(Direction.DOWN, 33_333));
        byte[] expected = HELLO.clone();
        expected[33_333] ^= 1;

        assertThat(echo(HELLO)).isEqualTo(expected);
        assertThat(proxy.statistics().faults()).isEqualTo(1);
    }

    @Test
    void a_slow_connection_takes_its_time() throws IOException {
        proxy.onNext(new WireFault.Slow(Direction.UP, 40_000));
        long start = System.nanoTime();

        assertThat(echo(Arrays.copyOf(HELLO, 20_000))).hasSize(20_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void latency_delays_what_arrives() throws IOException {
        proxy.onNext(new WireFault.Latency(Direction.DOWN, Duration.ofMillis(150)));
        long start = System.nanoTime();

        assertThat(echo(new byte[] {7})).containsExactly(7);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
    }

    @Test
    void a_far_connection_that_was_reset_leaves_no_thread() throws IOException, InterruptedException {
        proxy.onEvery(new WireFault.Latency(Direction.UP, Duration.ofMillis(1)));
        proxy.onEvery(new WireFault.Latency(Direction.DOWN, Duration.ofMillis(1)));
        Set<Thread> before = ofProxies();
        for (int i = 0; i < 3; i++) {
            try (var client = connect()) {
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().read()).isEqualTo(i);
                client.setSoLinger(true, 0);
            }
        }

        for (Thread thread : ofProxies()) {
            assertThat(before.contains(thread) || thread.join(Duration.ofSeconds(20)))
                    .as(thread.getName())
                    .isTrue();
        }
    }

    private static Set<Thread> ofProxies() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("fault-proxy"))
                .collect(Collectors.toSet());
    }

    @Test
    void a_server_that_takes_nobody_holds_up_one_client_and_not_the_others() throws IOException {
        try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var before = FaultProxy.to("127.0.0.1", full.getLocalPort())) {
            var waiting = new ArrayList<Socket>();
            try {
                // Nobody accepts: beyond what the system holds for the server, connecting to it takes for ever.
                for (int i = 0; i < 4; i++) {
                    before.onNext();
                    waiting.add(new Socket(InetAddress.getLoopbackAddress(), before.port()));
                }
                before.onNext(new WireFault.Refuse());
                try (var refused = new Socket(InetAddress.getLoopbackAddress(), before.port())) {
                    refused.setSoTimeout(5_000);
                    assertThatExceptionOfType(SocketException.class)
                            .isThrownBy(() -> refused.getInputStream().read());
                }
            } finally {
                for (Socket each : waiting) {
                    each.close();
                }
            }
        }
    }

    @Test
    void a_refused_client_reaches_no_server() throws IOException {
        proxy.onEvery(new WireFault.Refuse());
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> echo(HELLO));
        assertThatExceptionOfType(SocketException.class).isThrownBy(() -> echo(HELLO));
        assertThat(server.connections()).isZero();

        proxy.heal();
        assertThat(echo(HELLO)).isEqualTo(HELLO);
    }

    @Test
    void faults_are_dealt_out_to_connections_in_order() throws IOException {
        proxy.onNext();
        proxy.onNext(WireFault.cutAfterDown(1));
        proxy.onNext(WireFault.cutAfterDown(2));

        assertThat(echo(HELLO)).hasSize(HELLO.length);
        assertThat(echo(HELLO)).hasSize(1);
        assertThat(echo(HELLO)).hasSize(2);
        assertThat(echo(HELLO)).hasSize(HELLO.length);
    }

    @Test
    void an_open_connection_can_be_spoiled_from_now_on() throws IOException {
        try (var client = connect()) {
            client.getOutputStream().write(HELLO, 0, 100);
            assertThat(client.getInputStream().readNBytes(100)).hasSize(100);
            proxy.onOpen(WireFault.cutAfterDown(10));
            client.getOutputStream().write(HELLO, 0, 100);

            assertThat(client.getInputStream().readAllBytes()).hasSize(10);
        }
    }

    @Test
    void killing_all_resets_what_is_open() throws IOException {
        try (var client = connect()) {
            client.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(proxy.statistics().open()).isEqualTo(1);
            proxy.killAll();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
        assertThat(proxy.statistics().open()).isZero();
    }

    @Test
    void a_closed_proxy_accepts_nobody() throws IOException {
        proxy.close();

        assertThatExceptionOfType(SocketException.class).isThrownBy(this::connect);
    }

    @Test
    void a_fault_before_the_first_byte_or_without_any_speed_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WireFault.resetAfterUp(-1))
                .withMessage("bytes is -1, and must be 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WireFault.Slow(Direction.UP, 0))
                .withMessage("bytesPerSecond is 0, and must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WireFault.Latency(Direction.UP, Duration.ofMillis(-5)))
                .withMessageContaining("PT-0.005S");
    }

    private byte[] echo(byte[] bytes) throws IOException {
        try (var client = connect()) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
            return client.getInputStream().readAllBytes();
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }
}
