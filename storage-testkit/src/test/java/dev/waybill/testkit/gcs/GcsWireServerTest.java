package dev.waybill.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens, batches, scripts, and what the server does not know.
class GcsWireServerTest extends GcsWireCalls {
    @Test
    void a_batch_is_answered_part_by_part() {
        put("a", "x");
        String batch = lines(
                "--cut",
                "Content-Type: application/http",
                "Content-ID: <1>",
                "",
                "DELETE " + OBJECTS + "/a HTTP/1.1",
                "",
                "",
                "--cut",
                "Content-Type: application/http",
                "Content-ID: <2>",
                "",
                "DELETE " + OBJECTS + "/absent HTTP/1.1",
                "",
                "",
                "--cut--");

        var answer = send("POST", "/batch/storage/v1", batch, "Content-Type", "multipart/mixed; boundary=cut");

        assertThat(answer.body())
                .contains("Content-ID: <response-1>", "HTTP/1.1 204", "Content-ID: <response-2>", "HTTP/1.1 404");
        assertError(send("GET", OBJECTS + "/a", ""), 404, "notFound");
    }

    @Test
    void tokens_are_asked_for_where_one_is_named_and_expire() {
        server.allowToken("good");
        assertError(send("GET", OBJECTS, ""), 401, "required");
        assertError(send("GET", OBJECTS, "", "Authorization", "Bearer bad"), 401, "authError");
        assertThat(send("GET", OBJECTS, "", "Authorization", "Bearer good").statusCode())
                .isEqualTo(200);

        server.expireTokensAfter(1);
        String issued = field(send("POST", "/token", ""), "access_token");
        assertThat(send("GET", OBJECTS, "", "Authorization", "Bearer " + issued).statusCode())
                .isEqualTo(200);
        assertError(send("GET", OBJECTS, "", "Authorization", "Bearer " + issued), 401, "authError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nowhere",
                "GET /storage/v1/b/b/o?matchGlob=x",
                "GET /storage/v1/b/b/o/x/acl",
                "PUT /storage/v1/b/b/o/x",
                "GET /storage/v1/projects/p/serviceAccount",
                "POST /upload/storage/v1/b/b/o?uploadType=other&name=x",
            })
    void what_the_server_does_not_know_it_names(String request) {
        String[] words = request.split(" ", -1);
        var answer = send(words[0], words[1], "");

        assertError(answer, 501, "notImplemented");
        assertThat(answer.body()).contains(words[0] + " " + words[1].replaceFirst("\\?.*", ""));
    }

    @Test
    void a_scripted_answer_is_given_once() {
        server.interceptNext(request -> request.startsWith("GET ")
                ? Optional.of(new GcsWireServer.ScriptedAnswer(503, "backendError", Map.of("Retry-After", "7")))
                : Optional.empty());

        var first = send("GET", OBJECTS, "");
        assertError(first, 503, "backendError");
        assertThat(first.headers().firstValue("Retry-After")).contains("7");
        assertThat(send("GET", OBJECTS, "").statusCode()).isEqualTo(200);
        assertThat(server.requests()).containsExactly("GET " + OBJECTS, "GET " + OBJECTS);
    }

    @Test
    void objects_and_uploads_outlive_a_restart() {
        String uri = session("x");
        put("kept", "x");
        server.restart();

        assertThat(send("PUT", uri, "abc").statusCode()).isEqualTo(200);
        assertThat(send("GET", OBJECTS + "/kept", "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acl", "retention", "temporaryHold", "kmsKeyName", "contexts"})
    void a_field_that_the_server_does_not_know_is_named_wherever_a_resource_can_stand(String field) {
        put("a", "x");
        String resource = "{\"name\":\"x\",\"" + field + "\":[1]}";

        for (var answer : List.of(
                send("POST", UPLOADS + "?uploadType=resumable", resource),
                send("PATCH", OBJECTS + "/a", resource),
                send("POST", OBJECTS + "/a/rewriteTo/b/b/o/c", resource),
                send("POST", OBJECTS + "/a/copyTo/b/b/o/c", resource),
                send(
                        "POST",
                        OBJECTS + "/c/compose",
                        "{\"sourceObjects\":[{\"name\":\"a\"}],\"destination\":" + resource + "}"))) {
            assertError(answer, 501, "notImplemented");
            assertThat(answer.body()).contains("the field " + field);
        }
        assertError(send("GET", OBJECTS + "/c", ""), 404, "notFound");
    }

    @Test
    void a_field_that_says_nothing_is_no_matter() {
        put("a", "x");

        var answer = send("PATCH", OBJECTS + "/a", "{\"temporaryHold\":false,\"acl\":[],\"kmsKeyName\":null}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void a_composition_that_is_to_delete_its_components_is_refused() {
        put("a", "x");
        String body = "{\"sourceObjects\":[{\"name\":\"a\"}],\"deleteSourceObjects\":true}";

        assertError(send("POST", OBJECTS + "/c/compose", body), 501, "notImplemented");
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-Match", "If-None-Match", "If-Range", "If-Modified-Since", "X-Goog-If-Generation-Match"})
    void a_condition_that_the_server_does_not_know_is_not_passed_over(String header) {
        put("a", "x");

        assertError(send("GET", OBJECTS + "/a?alt=media", "", header, "1"), 501, "notImplemented");
        assertError(send("DELETE", OBJECTS + "/a", "", header, "1"), 501, "notImplemented");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /storage/v1/b/b/o/a?alt=media", "POST /upload/storage/v1/b/b/o?uploadType=media&name=x"})
    void bytes_do_not_go_in_a_batch(String request) {
        put("a", "x");
        String batch = lines("--cut", "Content-Type: application/http", "", request + " HTTP/1.1", "", "", "--cut--");

        var answer = send("POST", "/batch/storage/v1", batch, "Content-Type", "multipart/mixed; boundary=cut");
        assertError(answer, 400, "badRequest");
    }
}
