package dev.waybill.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What needs no client library; the rest is shown by the contract of the S3 adapter against this server.
class S3WireServerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private S3WireServer server = S3WireServer.start(Clock.systemUTC());

    @BeforeEach
    void bucket() {
        server.allow(S3Credentials.of("known", "never-sent"));
        server.createBucket("b");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_request_without_a_signature_is_refused() throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(server.endpoint().resolve("/b/k")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void a_signature_of_an_unknown_key_is_refused() throws IOException, InterruptedException {
        var answer = send(signed("unknown", "20261121T000000Z"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>InvalidAccessKeyId</Code>");
    }

    @Test
    void a_request_of_another_time_is_refused() throws IOException, InterruptedException {
        var answer = send(signed("known", "20200101T000000Z"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>RequestTimeTooSkewed</Code>");
    }

    @Test
    void a_scripted_answer_is_given_once() throws IOException, InterruptedException {
        server.interceptNext(request -> request.startsWith("GET ")
                ? Optional.of(new S3WireServer.ScriptedAnswer(503, "SlowDown", Map.of("Retry-After", "7")))
                : Optional.empty());
        var first = send(HttpRequest.newBuilder(server.endpoint().resolve("/b/k")));
        var second = send(HttpRequest.newBuilder(server.endpoint().resolve("/b/k")));
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(first.headers().firstValue("Retry-After")).contains("7");
        assertThat(second.statusCode()).isEqualTo(403);
        assertThat(server.requests()).containsExactly("GET /b/k", "GET /b/k");
    }

    @Test
    void a_server_that_was_stopped_comes_back_at_its_place() throws IOException, InterruptedException {
        server.stop();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> send(HttpRequest.newBuilder(server.endpoint().resolve("/b/k"))));
        server.restart();

        assertThat(send(HttpRequest.newBuilder(server.endpoint().resolve("/b/k")))
                        .statusCode())
                .isEqualTo(403);
    }

    private HttpRequest.Builder signed(String accessKeyId, String date) {
        return HttpRequest.newBuilder(server.endpoint().resolve("/b/k"))
                .header("x-amz-date", date)
                .header("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKeyId
                                + "/20261121/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature="
                                + "0".repeat(64));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
