package dev.waybill.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One request in the path style: `/bucket/key?query`, decoded. Without a key it is for the bucket itself.
final class S3Request {
    private final HttpExchange exchange;
    private final String bucket;
    private final String key;
    private final SortedMap<String, String> query;

    S3Request(HttpExchange exchange) {
        this.exchange = exchange;
        String path = rawPath();
        int slash = path.indexOf('/', 1);
        this.bucket = decode(slash < 0 ? path.substring(1) : path.substring(1, slash));
        this.key = slash < 0 ? "" : decode(path.substring(slash + 1));
        this.query = query(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    }

    private static SortedMap<String, String> query(String raw) {
        var parameters = new TreeMap<String, String>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /// Percent-decoding; a plus sign stands for itself in a path and comes as `%2B` or `+` in a query.
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String rawPath() {
        return exchange.getRequestURI().getRawPath();
    }

    String bucket() {
        return bucket;
    }

    String key() {
        return key;
    }

    SortedMap<String, String> query() {
        return query;
    }

    boolean asks(String parameter) {
        return query.containsKey(parameter);
    }

    String parameter(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    HttpExchange exchange() {
        return exchange;
    }

    InputStream body() {
        return exchange.getRequestBody();
    }

    /// For messages and logs: method, path and the names of the parameters.
    @Override
    public String toString() {
        return method() + " " + rawPath() + (query.isEmpty() ? "" : " " + query.keySet());
    }
}
