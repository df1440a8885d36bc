package dev.waybill.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Objects, their versions, what lies beside them, listings of them, and objects made of objects.
class GcsWireObjectsTest extends GcsWireCalls {
    @Test
    void a_resource_has_its_64_bit_numbers_as_texts() {
        put("a%2Fx", "hello");

        var answer = send("GET", OBJECTS + "/a%2Fx", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"kind\":\"storage#object\"", "\"name\":\"a/x\"", "\"size\":\"5\"", "\"metageneration\":\"1\"")
                .contains("\"crc32c\":\"" + crc32c("hello") + "\"", "\"contentType\":\"text/x\"");
        assertThat(field(answer, "generation")).matches("[0-9]{16}");
    }

    @Test
    void the_bytes_come_with_their_version_and_hashes() {
        put("x", "hello");

        var whole = send("GET", OBJECTS + "/x?alt=media", "");
        var part = send("GET", "/download" + OBJECTS + "/x?alt=media", "", "Range", "bytes=1-3");

        assertThat(whole.body()).isEqualTo("hello");
        assertThat(whole.headers().firstValue("X-Goog-Hash"))
                .hasValueSatisfying(hash -> assertThat(hash).startsWith("crc32c=" + crc32c("hello") + ",md5="));
        assertThat(whole.headers().firstValue("X-Goog-Generation")).isPresent();
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("ell");
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 1-3/5");
        assertError(
                send("GET", OBJECTS + "/x?alt=media", "", "Range", "bytes=5-"), 416, "requestedRangeNotSatisfiable");
    }

    @Test
    void what_is_not_there_is_said_to_be_absent() {
        assertError(send("GET", OBJECTS + "/absent", ""), 404, "notFound");
        assertError(send("DELETE", OBJECTS + "/absent", ""), 404, "notFound");
        var bucket = send("GET", "/storage/v1/b/nowhere/o", "");
        assertError(bucket, 404, "notFound");
        assertThat(bucket.body()).contains("The specified bucket does not exist.");
    }

    @Test
    void a_write_on_a_condition_that_does_not_hold_changes_nothing() {
        String generation = field(put("x", "one", "&ifGenerationMatch=0"), "generation");

        assertError(put("x", "two", "&ifGenerationMatch=0"), 412, "conditionNotMet");
        assertError(put("y", "two", "&ifGenerationMatch=" + generation), 412, "conditionNotMet");
        assertError(put("x", "two", "&ifMetagenerationMatch=2"), 412, "conditionNotMet");
        assertThat(send("GET", OBJECTS + "/x?alt=media", "").body()).isEqualTo("one");
        assertThat(put("x", "two", "&ifGenerationMatch=" + generation).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_read_of_the_version_that_is_not_wanted_is_304_without_a_body() {
        String generation = field(put("x", "one"), "generation");

        var answer = send("GET", OBJECTS + "/x?ifGenerationNotMatch=" + generation, "");
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void of_many_writers_at_once_one_wins() {
        long won = IntStream.range(0, 24)
                .mapToObj(i -> HttpRequest.newBuilder(URI.create(
                                server.endpoint() + UPLOADS + "?uploadType=media&name=x&ifGenerationMatch=0"))
                        .POST(BodyPublishers.ofString("writer " + i))
                        .build())
                .map(request -> client.sendAsync(request, BodyHandlers.ofString()))
                .toList()
                .stream()
                .filter(answer -> answer.join().statusCode() == 200)
                .count();

        assertThat(won).isEqualTo(1);
    }

    @Test
    void a_listing_is_in_the_order_of_utf_8_bytes_and_pages() {
        for (String name : new String[] {"a%2Fx", "a-b", "%EF%BD%9E", "%F0%9F%98%80", "b"}) {
            put(name, "x");
        }

        var first = send("GET", OBJECTS + "?maxResults=3&fields=nextPageToken,items/name", "");
        var second = send(
                "GET",
                OBJECTS + "?maxResults=3&fields=items(name),nextPageToken&pageToken=" + field(first, "nextPageToken"),
                "");

        assertThat(first.body()).contains("[{\"name\":\"a-b\"},{\"name\":\"a/x\"},{\"name\":\"b\"}]");
        assertThat(second.body()).isEqualTo("{\"items\":[{\"name\":\"\uFF5E\"},{\"name\":\"\uD83D\uDE00\"}]}");
        assertThat(send("GET", OBJECTS + "?startOffset=a%2Fx&endOffset=c&fields=items/name", "")
                        .body())
                .isEqualTo("{\"items\":[{\"name\":\"a/x\"},{\"name\":\"b\"}]}");
        assertThat(send("GET", OBJECTS + "?delimiter=%2F&fields=items/name,prefixes", "")
                        .body())
                .startsWith("{\"prefixes\":[\"a/\"],\"items\":[{\"name\":\"a-b\"},{\"name\":\"b\"}");
        assertThat(send("GET", OBJECTS + "?prefix=zzz", "").body()).isEqualTo("{\"kind\":\"storage#objects\"}");
    }

    @Test
    void prefixes_come_once_across_pages() {
        for (String name : new String[] {"a%2F1", "a%2F2", "b%2F1", "c"}) {
            put(name, "x");
        }

        var first = send("GET", OBJECTS + "?delimiter=%2F&maxResults=1", "");
        var second =
                send("GET", OBJECTS + "?delimiter=%2F&maxResults=1&pageToken=" + field(first, "nextPageToken"), "");

        assertThat(field(first, "prefixes")).isEqualTo("[a/]");
        assertThat(field(second, "prefixes")).isEqualTo("[b/]");
    }

    @Test
    void a_composed_object_has_no_md5() {
        put("a", "one ");
        String generation = field(put("b", "two"), "generation");
        String sources = "{\"destination\":{\"contentType\":\"text/y\"},\"sourceObjects\":[{\"name\":\"a\"},"
                + "{\"name\":\"b\",\"generation\":\"" + generation + "\"}]}";

        var answer = send("POST", OBJECTS + "/whole/compose", sources);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"componentCount\":2").doesNotContain("md5Hash");
        assertThat(field(answer, "crc32c")).isEqualTo(crc32c("one two"));
        assertError(send("POST", OBJECTS + "/w/compose", sources.replace(generation, "5")), 404, "notFound");
        assertError(send("POST", OBJECTS + "/w/compose", "{\"sourceObjects\":[]}"), 400, "required");
        String many = "{\"sourceObjects\":[" + "{\"name\":\"a\"},".repeat(32) + "{\"name\":\"a\"}]}";
        assertError(send("POST", OBJECTS + "/w/compose", many), 400, "invalid");
    }

    @Test
    void a_rewrite_without_a_resource_keeps_what_lies_beside_the_bytes() {
        put("a", "x");
        send("PATCH", OBJECTS + "/a", "{\"metadata\":{\"k\":\"v\"}}");

        for (String none : new String[] {"", "{}", "null\n"}) {
            var answer = send("POST", OBJECTS + "/a/rewriteTo/b/b/o/c?fields=resource", none);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"contentType\":\"text/x\"", "\"metadata\":{\"k\":\"v\"}");
        }
        assertError(send("POST", OBJECTS + "/a/rewriteTo/b/b/o/c", "[]"), 400, "parseError");
    }

    @Test
    void a_rewrite_goes_on_by_its_token() {
        put("a", "x".repeat(50));
        server.rewriteAtMost(30);
        String path = OBJECTS + "/a/rewriteTo/b/b/o/c%2Fd";

        var first = send("POST", path, "");
        assertThat(field(first, "done")).isEqualTo("false");
        assertThat(field(first, "totalBytesRewritten")).isEqualTo("30");
        assertError(send("GET", OBJECTS + "/c%2Fd", ""), 404, "notFound");
        assertError(send("POST", path + "?rewriteToken=made-up", ""), 400, "invalid");

        var second = send("POST", path + "?rewriteToken=" + field(first, "rewriteToken"), "");
        assertThat(field(second, "done")).isEqualTo("true");
        assertThat(send("GET", OBJECTS + "/c%2Fd", "").body()).contains("\"contentType\":\"text/x\"");
    }

    @Test
    void a_patch_changes_what_lies_beside_the_bytes() {
        put("a", "x");

        var answer = send("PATCH", OBJECTS + "/a", "{\"metadata\":{\"k\":\"v\"},\"contentType\":\"text/z\"}");

        assertThat(field(answer, "metageneration")).isEqualTo("2");
        assertThat(field(answer, "metadata")).isEqualTo("{k=v}");
        assertThat(field(send("PATCH", OBJECTS + "/a", "{\"metadata\":null}"), "metadata"))
                .isEqualTo("null");
        assertError(send("PATCH", OBJECTS + "/a", "{\"metadata\":"), 400, "parseError");
    }

    @Test
    void a_patch_changes_single_entries_and_keeps_the_rules_of_metadata() {
        put("a", "x");
        send("PATCH", OBJECTS + "/a", "{\"metadata\":{\"k\":\"v\",\"l\":\"w\"}}");

        var answer = send("PATCH", OBJECTS + "/a", "{\"metadata\":{\"k\":null,\"m\":\"x\"},\"contentType\":null}");
        assertThat(field(answer, "metadata")).isEqualTo("{l=w, m=x}");
        assertThat(field(answer, "contentType")).isEqualTo("application/octet-stream");
        assertError(send("PATCH", OBJECTS + "/a", "{\"metadata\":{\"k\":1}}"), 400, "invalid");
        assertError(send("PATCH", OBJECTS + "/a", "{\"contentType\":1}"), 400, "invalid");
        assertError(
                send("PATCH", OBJECTS + "/a", "{\"metadata\":{\"k\":\"" + "v".repeat(8192) + "\"}}"), 400, "invalid");
    }
}
