package dev.waybill.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends back what it is sent, on a port of its own.
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> echo(client));
            }
        } catch (IOException e) {
            assert listener.isClosed() : e;
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The client is gone, which is what many of these tests are about.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
