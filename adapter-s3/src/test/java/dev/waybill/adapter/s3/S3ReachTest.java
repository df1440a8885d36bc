package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.spi.AdapterContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether there is a server, a bucket in it, and a common time.
final class S3ReachTest {
    private static final ObjectKey KEY = ObjectKey.of("key");

    /// Answers heads of objects with 404, and the bucket's one after the other with these.
    private static CannedServer bucketAnswering(int... statuses) {
        var asked = new AtomicInteger();
        return new CannedServer(exchange -> {
            boolean object = exchange.getRequestURI().getPath().endsWith("/key");
            int status = object ? 404 : statuses[Math.min(asked.getAndIncrement(), statuses.length - 1)];
            CannedServer.send(exchange, status, Map.of(), new byte[0]);
        });
    }

    @ParameterizedTest
    @CsvSource({"503, StoreUnavailable", "500, StoreUnavailable", "400, StoreFailure", "301, StoreFailure"})
    void a_bucket_that_could_not_be_asked_about_is_asked_about_again(int status, String kind) {
        try (var server = bucketAnswering(status, 404);
                var store = server.asServer("generic").open("bucket", "")) {
            assertThatExceptionOfType(dev.waybill.port.StorageException.class)
                    .isThrownBy(() -> store.stat(KEY))
                    .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(kind));
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> store.stat(KEY));
        }
    }

    @ParameterizedTest
    @CsvSource({"200", "403"})
    void a_bucket_that_is_there_is_asked_about_once(int status) {
        try (var server = bucketAnswering(status, 404);
                var store = server.asServer("generic").open("bucket", "")) {
            assertThat(store.stat(KEY)).isEmpty();
            assertThat(store.stat(KEY)).isEmpty();
        }
    }

    private static CannedServer forbidding(Duration ahead) {
        return new CannedServer(exchange -> {
            var time = ZonedDateTime.now(ZoneOffset.UTC).plus(ahead);
            exchange.getResponseHeaders().set("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time));
            CannedServer.send(exchange, 403, Map.of(), new byte[0]);
        });
    }

    @Test
    void a_refusal_without_a_reason_by_a_server_of_another_time_teaches_that_time() {
        var ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20));
        try (var server = forbidding(Duration.ZERO);
                var store =
                        S3Adapter.open(server.asServer("generic").config("bucket", ""), new AdapterContext(ahead, 4))) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> stat(store));

            assertThat(thrown).hasMessageContaining("clocks");
            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> stat(store));
        }
    }

    @Test
    void a_refusal_without_a_reason_at_the_same_time_is_one() {
        try (var server = forbidding(Duration.ZERO);
                var store = server.asServer("generic").open("bucket", "")) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> stat(store));
        }
    }

    private static void stat(IObjectStorageAdapter store) {
        assertThat(store.stat(KEY)).isEmpty();
    }

    /// Answers the first connection with these bytes, once the client has said something, and closes it.
    private static Thread answerOnce(ServerSocket socket, byte[] bytes) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (var connection = socket.accept()) {
                connection.getInputStream().readNBytes(100);
                connection.getOutputStream().write(bytes);
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static S3Server secure(ServerSocket socket) {
        var settings = Map.of("profile", "generic", "readTimeout", "3S");
        return new S3Server(URI.create("https://127.0.0.1:" + socket.getLocalPort()), "a", "b", settings);
    }

    @Test
    void a_secure_connection_that_breaks_off_may_be_tried_again() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var store = secure(socket).open("bucket", "")) {
            var server = answerOnce(socket, new byte[0]);

            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> stat(store));

            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            server.join(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_server_that_speaks_no_tls_is_a_failure() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var store = secure(socket).open("bucket", "")) {
            var server = answerOnce(socket, "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> stat(store))
                    .withMessageContaining("no secure connection");
            server.join(Duration.ofSeconds(5));
        }
    }
}
