package dev.waybill.adapter.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The body of one answer, fetched as it is read. The client's threads deliver; one other thread reads, and
/// any may close.
///
/// The JDK's own stream waits for a silent server without bound.
final class AzureDownloadBody extends InputStream implements Subscriber<List<ByteBuffer>> {
    /// Deliveries asked for beyond the one that is read; each has up to 16 KiB.
    private static final int AHEAD = 4;

    private final Duration patience;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();
    private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
    private volatile boolean closed;
    private volatile boolean ended;

    /// @param patience how long the server may say nothing
    AzureDownloadBody(Duration patience) {
        this.patience = patience;
    }

    /// What comes next: bytes, the end, or a failure.
    private record Delivery(
            List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

    @Override
    public void onSubscribe(Subscription source) {
        if (!subscription.compareAndSet(null, source) || closed) {
            source.cancel();
            return;
        }
        source.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        deliveries.add(new Delivery(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        deliveries.add(new Delivery(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        deliveries.add(new Delivery(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        while (buffers.isEmpty() || !buffers.peek().hasRemaining()) {
            buffers.poll();
            if (buffers.isEmpty() && !fetch()) {
                return -1;
            }
        }
        var buffer = buffers.element();
        int got = Math.min(count, buffer.remaining());
        buffer.get(bytes, offset, got);
        return got;
    }

    private boolean fetch() throws IOException {
        if (ended) {
            return false;
        }
        var delivery = await();
        ended = delivery.last();
        if (delivery.failure() != null) {
            throw delivery.failure() instanceof IOException io
                    ? io
                    : new IOException(delivery.failure().toString(), delivery.failure());
        }
        buffers.addAll(delivery.bytes());
        var source = subscription.get();
        if (!ended && source != null) {
            source.request(1);
        }
        return !ended;
    }

    private Delivery await() throws IOException {
        if (closed) {
            throw new IOException("the body is closed");
        }
        try {
            var delivery = deliveries.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (delivery == null) {
                close();
                throw new HttpTimeoutException("it said nothing for " + patience.toSeconds() + " s");
            }
            return delivery;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException();
        }
    }

    /// Ends the reading; before the end it drops the connection.
    @Override
    public void close() {
        closed = true;
        var source = subscription.get();
        if (source != null && !ended) {
            source.cancel();
        }
        deliveries.add(new Delivery(List.of(), true, new IOException("the body is closed")));
    }
}
