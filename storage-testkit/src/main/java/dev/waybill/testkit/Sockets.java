package dev.waybill.testkit;

import java.io.IOException;
import java.net.Socket;

/// Ways to end a connection.
final class Sockets {
    private Sockets() {}

    /// Ends it so that the other side sees a reset and unsent bytes are dropped.
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already, and then there is nobody to reset.
        }
        closeQuietly(socket);
    }

    /// Tells the other side that nothing more comes.
    static void finish(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It is closed already, which says the same.
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // What is to be thrown away may fail on its way out.
        }
    }
}
