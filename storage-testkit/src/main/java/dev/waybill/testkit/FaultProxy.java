package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A TCP proxy on a port of its own on 127.0.0.1 that spoils the connections to a server by a script.
///
/// Faults are put on the next connection, on every new one, or on those that are open. Any thread may call.
/// Closing it resets what is open.
public final class FaultProxy implements AutoCloseable {
    /// What has passed so far.
    ///
    /// @param accepted how many connections clients made, refused ones too
    /// @param open how many are open now
    /// @param bytesUp how many bytes went to the server
    /// @param bytesDown how many bytes went to the clients
    /// @param faults how many resets, cuts, stalls, corruptions, refusals and answers took place
    public record Statistics(long accepted, int open, long bytesUp, long bytesDown, long faults) {}

    private static final int CLIENT_BUFFER_BYTES = 256 * 1024;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final CountDownLatch acceptingEnded = new CountDownLatch(1);
    private final WireCounts counts = new WireCounts();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Queue<List<WireFault>> next = new ArrayDeque<>();
    private final List<WireFault> always = new CopyOnWriteArrayList<>();

    private FaultProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /// Starts a proxy in front of a server.
    @MustBeClosed
    public static FaultProxy to(String host, int port) throws IOException {
        return to(host, port, 0);
    }

    /// Starts a proxy in front of a server, at a port that was another's before, say.
    ///
    /// @param at where it listens, or 0 for any port that is free
    @MustBeClosed
    public static FaultProxy to(String host, int port, int at) throws IOException {
        var listener = new ServerSocket();
        // What clients have sent and nobody has read is little, so that they notice a slow way or a stall.
        listener.setReceiveBufferSize(CLIENT_BUFFER_BYTES);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 128);
        var proxy = new FaultProxy(new InetSocketAddress(host, port), listener);
        Thread.ofPlatform()
                .daemon()
                .name("fault-proxy-" + listener.getLocalPort())
                .start(proxy::acceptAll);
        return proxy;
    }

    /// Where clients are to connect: a port on 127.0.0.1.
    public int port() {
        return listener.getLocalPort();
    }

    /// The next connection that nothing is planned for yet gets these faults.
    public void onNext(WireFault... faults) {
        synchronized (next) {
            next.add(List.of(faults));
        }
    }

    /// Every connection made from now on gets this fault, beside its own.
    public void onEvery(WireFault fault) {
        always.add(fault);
    }

    /// The connections that are open now get this fault.
    public void onOpen(WireFault fault) {
        connections.forEach(connection -> connection.add(fault));
    }

    /// The connections that are open now get this fault, and so does every one made from now on.
    public void onAll(WireFault fault) {
        onEvery(fault);
        onOpen(fault);
    }

    /// Lifts all faults, of open connections and of those to come; stalled ones go on.
    public void heal() {
        synchronized (next) {
            next.clear();
        }
        always.clear();
        connections.forEach(ProxiedConnection::heal);
    }

    /// Resets every open connection.
    public void killAll() {
        connections.forEach(ProxiedConnection::reset);
    }

    /// What has passed so far.
    public Statistics statistics() {
        return counts.statistics((int)
                connections.stream().filter(connection -> !connection.isOver()).count());
    }

    /// Resets what is open and gives the port up: who connects after this returns is turned away.
    @Override
    public void close() throws IOException {
        listener.close();
        killAll();
        // The system keeps a closed port open as long as a thread waits at it.
        Waits.await(acceptingEnded, 15, TimeUnit.SECONDS);
    }

    private void acceptAll() {
        try {
            while (!listener.isClosed()) {
                acceptOne();
            }
        } finally {
            closeListener();
            acceptingEnded.countDown();
        }
    }

    /// However accepting ended: who connects is turned away, and does not wait for nobody.
    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            // It takes nobody any more, either way.
        }
    }

    private void acceptOne() {
        try {
            accept(listener.accept());
        } catch (IOException e) {
            // The listener was closed, or a client has gone: the next round sees which.
        }
    }

    private void accept(Socket client) {
        counts.accepted();
        var faults = plannedFaults();
        if (faults.contains(new WireFault.Refuse())) {
            counts.fault();
            Sockets.reset(client);
            return;
        }
        var connection = new ProxiedConnection(client, target, counts, connections::remove);
        connections.add(connection);
        faults.forEach(connection::add);
        connection.start();
        if (listener.isClosed()) {
            connection.reset();
        }
    }

    private List<WireFault> plannedFaults() {
        var faults = new ArrayList<>(always);
        synchronized (next) {
            var own = next.poll();
            if (own != null) {
                faults.addAll(own);
            }
        }
        return faults;
    }
}
