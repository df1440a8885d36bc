package dev.waybill.testkit.gcs;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// One request, by itself or in a batch.
///
/// @param method the HTTP method
/// @param segments the path, split at its slashes and then decoded: an object's name is one of them
/// @param query the parameters
/// @param headers by name in lower case
/// @param body as far as it came
/// @param brokenOff whether the connection ended within the body
@SuppressWarnings("ArrayRecordComponent") // read by its own server alone
record GcsRequest(
        String method,
        List<String> segments,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        boolean brokenOff) {
    private static final Set<String> STANDARD =
            Set.of("alt", "fields", "key", "prettyPrint", "quotaUser", "userProject", "projection");

    static GcsRequest of(HttpExchange exchange) {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        var body = new ByteArrayOutputStream();
        boolean brokenOff = !drained(exchange.getRequestBody(), body);
        return of(exchange.getRequestMethod(), exchange.getRequestURI(), headers, plain(body, headers), brokenOff);
    }

    /// The body without the packing that a client may give it for the way.
    private static byte[] plain(ByteArrayOutputStream body, Map<String, String> headers) {
        if (!"gzip".equals(headers.get("content-encoding"))) {
            return body.toByteArray();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body.toByteArray()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not gzip", e);
        }
    }

    private static boolean drained(InputStream in, ByteArrayOutputStream out) {
        var buffer = new byte[64 * 1024];
        try {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                out.write(buffer, 0, got);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static GcsRequest of(String method, URI target, Map<String, String> headers, byte[] body, boolean brokenOff) {
        var segments = List.of(target.getRawPath().substring(1).split("/", -1)).stream()
                .map(GcsRequest::decode)
                .toList();
        var query = new TreeMap<String, String>();
        String raw = target.getRawQuery() == null ? "" : target.getRawQuery();
        parameters(raw, query);
        return new GcsRequest(method, segments, query, headers, body, brokenOff).asMeant();
    }

    private static void parameters(String raw, Map<String, String> query) {
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                query.put(
                        decode(name),
                        equals < 0 ? "" : decode(pair.substring(equals + 1).replace('+', ' ')));
            }
        }
    }

    /// The request that a client means who says so by `X-HTTP-Method-Override`: where an address would be too long,
    /// the parameters of a GET stand in the body of a POST.
    private GcsRequest asMeant() {
        var meant = header("X-HTTP-Method-Override");
        if (meant.isEmpty() || !method.equals("POST")) {
            return this;
        }
        boolean form = header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
        if (!form) {
            return new GcsRequest(meant.get(), segments, query, headers, body, brokenOff);
        }
        var all = new TreeMap<>(query);
        parameters(new String(body, StandardCharsets.UTF_8), all);
        return new GcsRequest(meant.get(), segments, all, headers, new byte[0], brokenOff);
    }

    /// Percent-decoding; a plus sign stands for itself in a path.
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    boolean flag(String name) {
        return parameter(name).filter("true"::equals).isPresent();
    }

    OptionalLong number(String name) {
        var value = parameter(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().matches("[0-9]{1,19}")) {
            throw GcsFailure.of(400, "invalidParameter", "Invalid value for " + name + ": " + value.get());
        }
        try {
            return OptionalLong.of(Long.parseLong(value.get()));
        } catch (NumberFormatException e) {
            throw GcsFailure.of(400, "invalidParameter", "Invalid value for " + name + ": " + value.get());
        }
    }

    /// @throws GcsFailure if there is a parameter that is neither standard nor among `known`
    void requireKnown(Set<String> known) {
        for (String name : query.keySet()) {
            if (!STANDARD.contains(name) && !known.contains(name)) {
                throw GcsFailure.unknown("the parameter " + name + " of " + this);
            }
        }
        for (String name : headers.keySet()) {
            boolean unknown = name.startsWith("if-")
                    || name.startsWith("x-goog-encryption")
                    || name.startsWith("x-goog-copy-source")
                    || name.startsWith("x-goog-if-");
            if (unknown) {
                throw GcsFailure.unknown("the header " + name + " of " + this);
            }
        }
    }

    /// `document` as JSON, cut down to what the request wants of it.
    GcsAnswer answer(int status, Object document) {
        var wanted = parameter("fields").map(Fields::of);
        var cut = wanted.isPresent() ? wanted.get().of(document) : document;
        return GcsAnswer.json(status, cut == null ? Map.of() : cut);
    }

    /// For messages and logs: the method and the path, never a parameter's value.
    @Override
    public String toString() {
        return method + " /" + String.join("/", segments);
    }
}
