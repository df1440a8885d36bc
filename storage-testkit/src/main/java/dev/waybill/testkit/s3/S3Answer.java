package dev.waybill.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the server answers: a status, headers and perhaps a body. One thread at a time.
final class S3Answer {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = new byte[0];
    private int offset;
    private int length;

    private S3Answer(int status) {
        this.status = status;
    }

    static S3Answer of(int status) {
        return new S3Answer(status);
    }

    static S3Answer xml(int status, Xml document) {
        byte[] bytes = document.bytes();
        return new S3Answer(status).header("Content-Type", "application/xml").body(bytes, 0, bytes.length);
    }

    S3Answer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    S3Answer body(byte[] bytes, int from, int count) {
        body = bytes;
        offset = from;
        length = count;
        return this;
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(body, offset, length);
            }
        }
    }
}
