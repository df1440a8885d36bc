package dev.waybill.testkit.gcs;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the server answers: a status, headers and perhaps a body. One thread at a time.
final class GcsAnswer {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = new byte[0];
    private int offset;
    private int length;

    private GcsAnswer(int status) {
        this.status = status;
    }

    static GcsAnswer of(int status) {
        return new GcsAnswer(status);
    }

    static GcsAnswer json(int status, Object document) {
        byte[] bytes = Json.write(document);
        return new GcsAnswer(status)
                .header("Content-Type", "application/json; charset=UTF-8")
                .body(bytes, 0, bytes.length);
    }

    GcsAnswer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    GcsAnswer body(byte[] bytes, int from, int count) {
        body = bytes;
        offset = from;
        length = count;
        return this;
    }

    int status() {
        return status;
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(body, offset, length);
        }
    }

    /// The answer as a part of a batch's: status line, headers, body.
    byte[] asPart() {
        var out = new ByteArrayOutputStream();
        var head = new StringBuilder("HTTP/1.1 " + status + " " + (status < 300 ? "OK" : "Error") + "\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        head.append("Content-Length: " + length + "\r\n\r\n");
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(body, offset, length);
        return out.toByteArray();
    }
}
