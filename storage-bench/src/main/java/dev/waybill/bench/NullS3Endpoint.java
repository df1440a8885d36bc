package dev.waybill.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// An S3 endpoint on loopback that takes everything, keeps nothing and looks empty, so that what a push to it
/// takes is what the client takes.
///
/// It checks no signature and decodes no body. An ETag is the MD5 that the client itself sent, where it sent
/// one, since some clients compare.
final class NullS3Endpoint implements AutoCloseable {
    private static final int DISCARD_BYTES = 256 << 10;

    /// No MD5, so that nobody takes it for that of what was sent.
    private static final String UNKNOWN = "forgotten";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LongAdder requests = new LongAdder();

    NullS3Endpoint() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// How many requests came since the start.
    long requests() {
        return requests.sum();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.increment();
        try (exchange) {
            var query =
                    Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            switch (exchange.getRequestMethod()) {
                case "PUT" -> take(exchange);
                case "POST" -> post(exchange, query);
                case "GET" -> text(exchange, 200, emptyListing());
                case "HEAD" -> exchange.sendResponseHeaders(isBucket(exchange) ? 200 : 404, -1);
                default -> exchange.sendResponseHeaders(204, -1);
            }
        }
    }

    private static boolean isBucket(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().replaceAll("/$", "").lastIndexOf('/') == 0;
    }

    private static void take(HttpExchange exchange) throws IOException {
        discard(exchange);
        var sent = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-MD5"))
                .map(md5 -> HexFormat.of().formatHex(Base64.getDecoder().decode(md5)));
        exchange.getResponseHeaders().set("ETag", '"' + sent.orElse(UNKNOWN) + '"');
        exchange.sendResponseHeaders(200, -1);
    }

    private static void post(HttpExchange exchange, String query) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (query.startsWith("uploads")) {
            text(
                    exchange,
                    200,
                    "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>1</UploadId>"
                            + "</InitiateMultipartUploadResult>");
        } else if (query.contains("uploadId")) {
            text(
                    exchange,
                    200,
                    "<CompleteMultipartUploadResult><ETag>&quot;"
                            + (body.contains(UNKNOWN) ? UNKNOWN : MultipartEtag.of(body))
                            + "&quot;</ETag></CompleteMultipartUploadResult>");
        } else {
            text(exchange, 200, "<DeleteResult></DeleteResult>");
        }
    }

    private static void discard(HttpExchange exchange) throws IOException {
        var buffer = new byte[DISCARD_BYTES];
        var body = exchange.getRequestBody();
        while (body.read(buffer) >= 0) {
            // the bytes are forgotten
        }
    }

    private static String emptyListing() {
        return "<ListBucketResult><Name>b</Name><KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys>"
                + "<IsTruncated>false</IsTruncated></ListBucketResult>";
    }

    private static void text(HttpExchange exchange, int status, String xml) throws IOException {
        var bytes = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
