package dev.waybill.testkit;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// A server of HTTPS on loopback whose certificate nobody has reason to trust.
final class UntrustedServer implements AutoCloseable {
    private final HttpsServer server;

    private UntrustedServer(HttpsServer server) {
        this.server = server;
    }

    static UntrustedServer start() throws IOException {
        var http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setHttpsConfigurator(new HttpsConfigurator(context()));
        http.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        http.start();
        return new UntrustedServer(http);
    }

    URI endpoint() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static SSLContext context() throws IOException {
        Path folder = Files.createTempDirectory("untrusted");
        try {
            var certificate = TestCertificate.generate(folder);
            var context = certificate.context();
            Files.delete(certificate.store());
            return context;
        } finally {
            Files.delete(folder);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
