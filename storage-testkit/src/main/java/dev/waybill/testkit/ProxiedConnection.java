package dev.waybill.testkit;

import dev.waybill.testkit.WireFault.Direction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One connection through a [FaultProxy], with a thread for each direction. Any thread may call.
final class ProxiedConnection {
    private final Socket client;
    private final Socket server;
    private final WireCounts counts;
    private final Consumer<ProxiedConnection> ended;
    private final WirePlan up;
    private final WirePlan down;
    private final AtomicInteger directionsLeft = new AtomicInteger(2);
    private volatile boolean over;

    ProxiedConnection(Socket client, Socket server, WireCounts counts, Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.server = server;
        this.counts = counts;
        this.ended = ended;
        this.up = new WirePlan();
        this.down = new WirePlan();
    }

    void start() {
        Thread.ofPlatform().daemon().name("fault-proxy-up").start(() -> pump(Direction.UP, client, server, up));
        Thread.ofPlatform().daemon().name("fault-proxy-down").start(() -> pump(Direction.DOWN, server, client, down));
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
        byte[] buffer = new byte[64 * 1024];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var line = new DelayLine(plan, (bytes, count) -> forward(direction, bytes, count, plan, out), this::reset);
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!line.send(buffer, n)) {
                    return;
                }
            }
            line.finish();
            Sockets.finish(to);
            if (directionsLeft.decrementAndGet() == 0) {
                close();
            }
        } catch (IOException e) {
            // One side is gone, and so the other is to go the same way.
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
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
