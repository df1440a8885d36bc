package dev.waybill.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that are sent, in one request and in several, and the hashes and rules they are held against.
class GcsWireUploadsTest extends GcsWireCalls {
    @Test
    void wrong_hashes_are_refused_and_nothing_is_stored() {
        String related = lines(
                "--cut",
                "Content-Type: application/json",
                "",
                "{\"name\":\"x\",\"crc32c\":\"AAAAAA==\"}",
                "--cut",
                "Content-Type: text/plain",
                "",
                "hello",
                "--cut--");
        var wrong = send(
                "POST", UPLOADS + "?uploadType=multipart", related, "Content-Type", "multipart/related; boundary=cut");
        assertError(wrong, 400, "invalid");
        assertThat(wrong.body()).contains("doesn't match calculated");

        var right = send(
                "POST",
                UPLOADS + "?uploadType=multipart",
                related.replace("AAAAAA==", crc32c("hello")),
                "Content-Type",
                "multipart/related; boundary=\"cut\"");
        assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
        assertThat(field(right, "contentType")).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--cut\r\n\r\n", "--cut\r\nnonsense\r\n\r\nx\r\n--cut--", "--other--"})
    void a_multipart_body_that_is_none_is_refused(String body) {
        var answer = send(
                "POST", UPLOADS + "?uploadType=multipart", body, "Content-Type", "multipart/related; boundary=cut");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void a_resumable_upload_keeps_multiples_of_256_kib_until_it_ends() {
        String uri = session("x");
        String chunk = "x".repeat(300_000);

        var first = send("PUT", uri, chunk, "Content-Range", "bytes 0-299999/*");
        assertThat(first.statusCode()).isEqualTo(308);
        assertThat(first.headers().firstValue("Range")).contains("bytes=0-262143");
        assertThat(send("PUT", uri, "", "Content-Range", "bytes */*").headers().firstValue("Range"))
                .contains("bytes=0-262143");
        assertError(send("GET", OBJECTS + "/x", ""), 404, "notFound");
        assertError(send("PUT", uri, "y", "Content-Range", "bytes 300000-300000/300001"), 400, "invalid");

        var last = send(
                "PUT",
                uri,
                chunk.substring(262_144),
                "Content-Range",
                "bytes 262144-299999/300000",
                "X-Goog-Hash",
                "crc32c=" + crc32c(chunk));
        assertThat(last.statusCode()).as(last.body()).isEqualTo(200);
        assertThat(field(last, "size")).isEqualTo("300000");
        assertThat(send("PUT", uri, "", "Content-Range", "bytes */300000").statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_resumable_upload_goes_on_by_post_and_without_308_where_a_client_asks_so() {
        String uri = session("x");
        String chunk = "x".repeat(262_144);

        var first = send("POST", uri, chunk, "Content-Range", "bytes 0-262143/*", "X-GUploader-No-308", "yes");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("X-HTTP-Status-Code-Override")).contains("308");
        assertThat(first.headers().firstValue("Range")).contains("bytes=0-262143");
        assertThat(first.body()).isEmpty();
        var last = send("POST", uri, "y", "Content-Range", "bytes 262144-262144/262145");
        assertThat(last.statusCode()).as(last.body()).isEqualTo(200);
        assertThat(field(last, "size")).isEqualTo("262145");
    }

    @Test
    void a_resumable_upload_with_a_wrong_hash_at_its_end_stores_nothing() {
        String uri = session("x");

        var last = send("PUT", uri, "abc", "Content-Range", "bytes 0-2/3", "X-Goog-Hash", "crc32c=" + crc32c("abd"));

        assertError(last, 400, "invalid");
        assertError(send("GET", OBJECTS + "/x", ""), 404, "notFound");
    }

    @Test
    void a_resumable_upload_has_the_length_it_announced() {
        String uri = session("x", "X-Upload-Content-Length", "5");

        assertError(send("PUT", uri, "abc", "Content-Range", "bytes 0-2/3"), 400, "invalid");
        assertError(send("PUT", uri, "abc", "Content-Range", "bytes 0-9/10"), 400, "invalid");
        assertError(send("PUT", uri, "abc", "Content-Range", "bananas"), 400, "invalid");
        assertThat(send("PUT", uri, "abcde").statusCode()).isEqualTo(200);
    }

    @Test
    void a_resumable_upload_that_was_cancelled_is_gone() {
        String uri = session("x");

        assertThat(send("DELETE", uri, "").statusCode()).isEqualTo(499);
        assertError(send("PUT", uri, "abc"), 410, "gone");
        assertError(send("PUT", UPLOADS + "?upload_id=made-up", "abc"), 404, "notFound");
    }

    @Test
    void hashes_are_base64_of_big_endian_bytes() {
        put("x", "123456789");

        // The check value of CRC-32C (RFC 3720 appendix B.4) is E3069283.
        assertThat(field(send("GET", OBJECTS + "/x", ""), "crc32c"))
                .isEqualTo(Base64.getEncoder().encodeToString(new byte[] {(byte) 0xE3, 6, (byte) 0x92, (byte) 0x83}));
    }

    @Test
    void metadata_of_more_than_8_kib_are_refused() {
        String body = "{\"name\":\"x\",\"metadata\":{\"k\":\"" + "v".repeat(8192) + "\"}}";
        assertError(send("POST", UPLOADS + "?uploadType=resumable", body), 400, "invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0A", ".", "..", ".well-known%2Facme-challenge%2Fx"})
    void a_name_that_the_store_does_not_take_is_refused(String name) {
        assertError(put(name, "x"), 400, "invalid");
    }

    @Test
    void a_name_of_more_than_1024_bytes_is_refused() {
        assertThat(put("x".repeat(1024), "x").statusCode()).isEqualTo(200);
        assertError(put("x".repeat(1025), "x"), 400, "invalid");
    }

    @Test
    void a_server_that_only_looks_like_the_store_takes_what_its_hash_is_not_of() {
        server.ignoreHashes();

        assertThat(put("x", "hello", "").statusCode()).isEqualTo(200);
        assertThat(send("PUT", session("y"), "abc", "X-Goog-Hash", "crc32c=AAAAAA==")
                        .statusCode())
                .isEqualTo(200);
        assertThat(field(send("GET", OBJECTS + "/y", ""), "crc32c")).isEqualTo(crc32c("abc"));
    }
}
