package dev.waybill.testkit;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// Bytes that are under way: each piece arrives a time after it was sent, however many are sent meanwhile, as on a
/// long way through a network. One thread sends; what arrives is handed on by a thread of its own, which ends with
/// the connection.
final class DelayLine implements AutoCloseable {
    private static final int MAX_BYTES = 128 << 20;
    private static final Piece END = new Piece(new byte[0], 0);

    private final BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_BYTES);
    private final CountDownLatch over = new CountDownLatch(1);
    private final WirePlan plan;
    private final Arrival arrival;
    private final Runnable broken;
    private boolean started;
    private volatile boolean open = true;

    /// What is under way, and when it arrives; of no bytes at the end.
    private static final class Piece {
        final byte[] bytes;
        final long due;

        Piece(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    /// Where pieces arrive.
    interface Arrival {
        /// Hands `bytes` on; false if the connection is over.
        boolean arrive(byte[] bytes, int count) throws IOException, InterruptedException;
    }

    /// @param broken called if what arrives cannot be handed on
    DelayLine(WirePlan plan, Arrival arrival, Runnable broken) {
        this.plan = plan;
        this.arrival = arrival;
        this.broken = broken;
    }

    /// Sends the first `count` of `buffer`, at once if there is no latency and nothing is under way.
    ///
    /// @return whether the connection goes on
    boolean send(byte[] buffer, int count) throws IOException, InterruptedException {
        long latency = plan.latencyNanos();
        if (latency == 0 && !started) {
            return arrival.arrive(buffer, count);
        }
        if (!started) {
            started = true;
            Thread.ofPlatform().daemon().name("fault-proxy-delay").start(this::handOn);
        }
        room.acquire(count);
        underWay.add(new Piece(Arrays.copyOf(buffer, count), System.nanoTime() + latency));
        return open;
    }

    /// Waits until all that was sent has arrived.
    void finish() throws InterruptedException {
        if (started) {
            underWay.add(END);
            over.await();
        }
    }

    /// Nothing more is sent: the thread that hands on ends with what is under way.
    @Override
    public void close() {
        underWay.add(END);
    }

    private void handOn() {
        boolean whole = false;
        try {
            for (var piece = underWay.take(); open && piece.bytes.length > 0; piece = underWay.take()) {
                plan.awaitUntil(piece.due);
                open = arrival.arrive(piece.bytes, piece.bytes.length);
                room.release(piece.bytes.length);
            }
            whole = true;
        } catch (IOException e) {
            // Where it arrives is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open = false;
            if (!whole) {
                broken.run();
            }
            room.release(MAX_BYTES);
            over.countDown();
        }
    }
}
