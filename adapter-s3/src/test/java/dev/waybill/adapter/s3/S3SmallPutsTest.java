package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.port.Etag;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UserMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The first put of a store goes through the SDK, the small ones that follow beside it: nobody can tell by what is
/// sent, nor by how failures are told.
final class S3SmallPutsTest {
    private static final Map<String, String> ETAG = Map.of("ETag", "\"etag\"");
    private static final byte[] BYTES = "content".getBytes(StandardCharsets.UTF_8);

    private static void put(IObjectStorageAdapter store, ObjectKey key, PutOptions options) {
        store.put(key, ObjectSource.of(BYTES), options);
    }

    /// What is sent, without what differs between any two requests or is the SDK's own.
    private static Map<String, String> comparable(CannedServer.Request request) {
        var headers = new TreeMap<>(request.headers());
        headers.keySet().removeIf(name -> name.startsWith("amz-sdk-"));
        headers.computeIfPresent("x-amz-date", (name, time) -> "a time");
        headers.computeIfPresent(
                "authorization",
                (name, value) ->
                        value.replaceAll("Signature=[0-9a-f]{64}", "Signature").replaceAll("/[0-9]{8}/", "/day/"));
        return headers;
    }

    private static void assertAlike(String profile, ObjectKey key, PutOptions options) {
        try (var server = CannedServer.of(200, ETAG, new byte[0]);
                var store = server.asServer(profile).open("bucket", "base/")) {
            put(store, key, options);
            put(store, key, options);

            var first = server.requests().get(0);
            var second = server.requests().get(1);
            assertThat(first.headers()).containsKey("amz-sdk-invocation-id");
            assertThat(second.headers()).doesNotContainKey("amz-sdk-invocation-id");
            assertThat(second.line()).isEqualTo(first.line());
            assertThat(comparable(second)).isEqualTo(comparable(first));
            assertThat(second.body()).isEqualTo(first.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "minio", "ceph", "r2", "generic"})
    void every_kind_of_store_is_sent_the_same(String profile) {
        assertAlike(profile, ObjectKey.of("folder/key"), PutOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b/c",
                "ü/日本",
                "100%/#1?x=y&z",
                "plus+tilde~star*(round)'quote'",
                "emoji-\uD83D\uDE00",
                "a;b:c@d,e$f=g!"
            })
    void every_name_is_written_the_same(String key) {
        assertAlike("aws", ObjectKey.of(key), PutOptions.DEFAULT);
    }

    @Test
    void options_are_sent_the_same() {
        var options = PutOptions.DEFAULT
                .withContentType("text/plain; charset=utf-8")
                .withUserMetadata(UserMetadata.of(Map.of("owner", "a  b", "unit", "mm")))
                .withContentModified(Instant.parse("2026-01-02T03:04:05.678Z"));

        assertAlike("aws", ObjectKey.of("key"), options);
        assertAlike("aws", ObjectKey.of("key"), options.withPrecondition(Precondition.ABSENT));
        assertAlike("aws", ObjectKey.of("key"), options.withPrecondition(Precondition.matches(new Etag("v1"))));
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied",
        "403, ",
        "404, NoSuchBucket",
        "409, ConditionalRequestConflict",
        "412, PreconditionFailed",
        "400, BadDigest",
        "400, KeyTooLongError",
        "400, MalformedXML",
        "507, ",
        "503, SlowDown",
        "500, InternalError"
    })
    void refusals_are_told_the_same(int status, String code) {
        var xml = code == null
                ? ""
                : "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>it &amp; more</Message>"
                        + "<RequestId>r1</RequestId></Error>";
        var first = refusal(status, xml, 0);
        var later = refusal(status, xml, 1);
        assertThat(later).hasSameClassAs(first);
        assertThat(portless(later)).isEqualTo(portless(first));
    }

    private static String portless(StorageException e) {
        return String.valueOf(e.getMessage()).replaceAll("127\\.0\\.0\\.1:[0-9]+", "server");
    }

    @Test
    void what_is_no_document_of_the_store_is_told_by_its_status() {
        assertThat(refusal(502, "<html><head><title>Bad Gateway</title></head><body>no", 1))
                .isInstanceOf(StorageException.StoreUnavailable.class)
                .hasMessageContaining("502");
    }

    /// What a put is told that is answered so, after `before` that succeeded.
    private static StorageException refusal(int status, String body, int before) {
        var answered = new AtomicInteger();
        var key = ObjectKey.of("key");
        try (var server = new CannedServer(exchange -> {
                    boolean good = answered.getAndIncrement() < before
                            || !exchange.getRequestMethod().equals("PUT");
                    var headers = good ? ETAG : Map.of("Content-Type", "application/xml");
                    CannedServer.send(
                            exchange,
                            good ? 200 : status,
                            headers,
                            good ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
                });
                var store = server.asServer("aws").open("bucket", "")) {
            for (int i = 0; i < before; i++) {
                put(store, key, PutOptions.DEFAULT);
            }
            var options = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);
            return Optional.ofNullable(catchThrowableOfType(StorageException.class, () -> put(store, key, options)))
                    .orElseThrow();
        }
    }

    @Test
    void a_broken_connection_is_told_as_one() {
        var answered = new AtomicInteger();
        try (var server = new CannedServer(exchange -> {
                    if (answered.getAndIncrement() > 0) {
                        throw new IOException("cut");
                    }
                    CannedServer.send(exchange, 200, ETAG, new byte[0]);
                });
                var store = server.asServer("aws").open("bucket", "")) {
            put(store, ObjectKey.of("key"), PutOptions.DEFAULT);

            assertThatExceptionOfType(StorageException.StoreUnavailable.class)
                    .isThrownBy(() -> put(store, ObjectKey.of("key"), PutOptions.DEFAULT))
                    .withMessageContaining("the connection broke");
        }
    }

    @Test
    void an_interrupted_thread_sends_nothing() {
        try (var server = CannedServer.of(200, ETAG, new byte[0]);
                var store = server.asServer("aws").open("bucket", "")) {
            put(store, ObjectKey.of("key"), PutOptions.DEFAULT);
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(StorageException.Cancelled.class)
                    .isThrownBy(() -> put(store, ObjectKey.of("key"), PutOptions.DEFAULT));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.requests()).hasSize(1);
        }
    }
}
