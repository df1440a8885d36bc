package dev.waybill.testkit;

import dev.waybill.testkit.WireFault.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One connection through a [FaultProxy], with a thread for each direction. Any thread may call.
final class ProxiedConnection {
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket client;
    private final InetSocketAddress target;
    private final Socket server = new Socket();
    private final WireCounts counts;
    private final Consumer<ProxiedConnection> ended;
    private final WirePlan up;
    private final WirePlan down;
    private final AtomicInteger directionsLeft = new AtomicInteger(2);
    private volatile boolean over;

    /// @param target the server, which is connected to at the start
    ProxiedConnection(Socket client, InetSocketAddress target, WireCounts counts, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.target = target;
        this.counts = counts;
        this.ended = ended;
        this.up = new WirePlan();
        this.down = new WirePlan();
    }

    /// Connects to the server in a thread of its own, since that may take its time, and then lets bytes pass.
    void start() {
        Thread.ofPlatform().daemon().name("fault-proxy-up").start(this::connect);
    }

    private void connect() {
        boolean connected = false;
        try {
            // A wire holds nothing back until what went before is acknowledged.
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
            Thread.ofPlatform()
                    .daemon()
                    .name("fault-proxy-down")
                    .start(() -> pump(Direction.DOWN, server, client, down));
            connected = true;
        } catch (IOException e) {
            // The server is not to be had, or the client is gone.
        } finally {
            if (!connected) {
                reset();
            }
        }
        if (connected) {
            pump(Direction.UP, client, server, up);
        }
    }

    void add(WireFault fault) {
        switch (fault) {
            case WireFault.Refuse refuse -> reset();
            case WireFault.Reset reset -> plan(reset.direction()).add(fault);
            case WireFault.Cut cut -> plan(cut.direction()).add(fault);
            case WireFault.Stall stall -> plan(stall.direction()).add(fault);
            case WireFault.Answer answer -> up.add(fault);
            case WireFault.Corrupt corrupt -> plan(corrupt.direction()).add(fault);
            case WireFault.Slow slow -> plan(slow.direction()).add(fault);
            case WireFault.Latency latency -> plan(latency.direction()).add(fault);
        }
    }

    void heal() {
        up.heal();
        down.heal();
    }

    /// Ends both sides with a reset.
    void reset() {
        up.end();
        down.end();
        Sockets.reset(client);
        Sockets.reset(server);
        ended.accept(this);
    }

    /// Ends both sides cleanly. What still arrives is read and dropped: closing a socket over unread bytes
    /// would reset it.
    private void cut() {
        over = true;
        up.drop();
        down.drop();
        Sockets.finish(client);
        Sockets.finish(server);
    }

    /// Answers the client in the server's place, which gets nothing of what was asked and so says nothing either.
    private void answer(WireFault.Answer answer) throws IOException {
        byte[] bytes = answer.toBytes();
        counts.passed(Direction.DOWN, bytes.length);
        client.getOutputStream().write(bytes);
        client.getOutputStream().flush();
        cut();
    }

    /// Whether it was cut.
    boolean isOver() {
        return over;
    }

    private void close() {
        Sockets.closeQuietly(client);
        Sockets.closeQuietly(server);
        ended.accept(this);
    }

    private WirePlan plan(Direction direction) {
        return switch (direction) {
            case UP -> up;
            case DOWN -> down;
        };
    }

    private void pump(Direction direction, Socket from, Socket to, WirePlan plan) {
        boolean ended = false;
        try {
            ended = carry(direction, from, to, plan);
        } catch (IOException e) {
            // One side is gone, and so the other is to go the same way.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Whatever went wrong: a side that nobody reads from any more would stand still.
            if (!ended) {
                reset();
            }
        }
    }

    /// Whether all bytes up to the end were handed on.
    private boolean carry(Direction direction, Socket from, Socket to, WirePlan plan)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[64 * 1024];
        var in = from.getInputStream();
        var out = to.getOutputStream();
        try (var line = new DelayLine(plan, (bytes, n) -> forward(direction, bytes, n, plan, out), this::reset)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!line.send(buffer, n)) {
                    return false;
                }
            }
            line.finish();
        }
        Sockets.finish(to);
        if (directionsLeft.decrementAndGet() == 0) {
            close();
        }
        return true;
    }

    /// Hands on what was read, as far as the plan lets it; false if the connection was reset.
    private boolean forward(Direction direction, byte[] buffer, int count, WirePlan plan, OutputStream out)
            throws IOException, InterruptedException {
        int done = 0;
        while (done < count) {
            var step = plan.next(buffer, done, count - done);
            if (step.fault()) {
                counts.fault();
            }
            if (step.bytes() > 0) {
                // Counted first: who has got them may ask how many there were.
                counts.passed(direction, step.bytes());
                out.write(buffer, done, step.bytes());
                out.flush();
                done += step.bytes();
            }
            switch (step.then()) {
                case GO_ON -> {}
                case WAIT -> plan.awaitChange();
                case PACE -> plan.awaitPace(step.bytes());
                case CUT -> cut();
                case ANSWER -> answer(plan.answer());
                case DROP -> done = count;
                case RESET -> {
                    reset();
                    return false;
                }
            }
        }
        return true;
    }
}
