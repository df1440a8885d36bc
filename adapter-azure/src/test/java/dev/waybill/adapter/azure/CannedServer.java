package dev.waybill.adapter.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.waybill.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// A server on loopback that gives one answer to everything and notes what it was sent.
final class CannedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    /// How a request is answered, its body read already.
    interface Answer {
        /// Answers `exchange`; closing it is not needed.
        void give(HttpExchange exchange) throws IOException;
    }

    /// @param line method and path
    /// @param headers the first value of each, by lower-case name
    /// @param body all of it
    record Request(String line, Map<String, String> headers, List<Byte> body) {}

    CannedServer(Answer answer) {
        this(answer, Optional.empty());
    }

    private CannedServer(Answer answer, Optional<SSLContext> secure) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = secure.isPresent() ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (server instanceof HttpsServer https) {
            https.setHttpsConfigurator(new HttpsConfigurator(secure.orElseThrow()));
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                note(exchange);
                answer.give(exchange);
            }
        });
        server.start();
    }

    /// One that is reached by HTTPS and shows this certificate.
    static CannedServer secure(TestCertificate certificate, Answer answer) throws IOException {
        return new CannedServer(answer, Optional.of(certificate.context()));
    }

    /// Answers everything with these headers and bytes.
    static CannedServer of(int status, Map<String, String> headers, byte[] body) {
        return new CannedServer(exchange -> send(exchange, status, headers, body));
    }

    static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().putIfAbsent("Content-Length", List.of(Integer.toString(body.length)));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void note(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        var body = new java.util.ArrayList<Byte>(bytes.length);
        for (byte b : bytes) {
            body.add(b);
        }
        requests.add(new Request(exchange.getRequestMethod() + " " + exchange.getRequestURI(), headers, body));
    }

    /// Methods and paths of all requests so far.
    List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /// Forgets what it was sent.
    void forget() {
        requests.clear();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
