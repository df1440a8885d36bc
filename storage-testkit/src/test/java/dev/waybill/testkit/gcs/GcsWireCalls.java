package dev.waybill.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The server by plain requests, so that nothing of a client library makes up for what it does.
abstract class GcsWireCalls {
    static final String OBJECTS = "/storage/v1/b/b/o";
    static final String UPLOADS = "/upload/storage/v1/b/b/o";

    final HttpClient client = HttpClient.newHttpClient();
    final GcsWireServer server = GcsWireServer.start(Clock.systemUTC());

    @BeforeEach
    void bucket() {
        server.createBucket("b");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    final HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    final HttpResponse<String> put(String name, String text, String... parameters) {
        String further = String.join("", parameters);
        return send("POST", UPLOADS + "?uploadType=media&name=" + name + further, text, "Content-Type", "text/x");
    }

    static String field(HttpResponse<String> answer, String name) {
        return String.valueOf(
                Json.object(answer.body().getBytes(StandardCharsets.UTF_8)).get(name));
    }

    static void assertError(HttpResponse<String> answer, int status, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"", "\"code\":" + status, "\"errors\":[");
    }

    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    static String crc32c(String text) {
        return ContentHasher.hash(ChecksumAlgorithm.CRC32C, text.getBytes(StandardCharsets.UTF_8))
                .toBase64();
    }

    final String session(String name, String... headers) {
        var started = send("POST", UPLOADS + "?uploadType=resumable&name=" + name, "{}", headers);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(200);
        return started.headers()
                .firstValue("Location")
                .orElseThrow()
                .substring(server.endpoint().toString().length());
    }
}
