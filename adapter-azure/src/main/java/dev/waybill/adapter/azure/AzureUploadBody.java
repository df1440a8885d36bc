package dev.waybill.adapter.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of one request, read by the thread that makes it and given to the JDK's client as that asks for
/// more. The client's threads subscribe and ask; one other thread reads.
final class AzureUploadBody implements BodyPublisher, Subscription {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final Duration STEP = Duration.ofMillis(20);

    private final InputStream source;
    private final long length;
    private final Semaphore demand = new Semaphore(0);
    private volatile @Nullable Subscriber<? super ByteBuffer> subscriber;
    private volatile boolean cancelled;
    private volatile boolean begun;

    /// @param source read, never closed; it ends after `length` bytes or fails
    AzureUploadBody(InputStream source, long length) {
        this.source = source;
        this.length = length;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> sink) {
        if (begun) {
            // The client wants to send it once more, and what has been read is gone.
            sink.onSubscribe(this);
            sink.onError(new IOException("the connection broke while a body was sent"));
            return;
        }
        subscriber = sink;
        sink.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        demand.release((int) Math.min(n, Short.MAX_VALUE));
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    /// Reads the source and gives it away until all is gone, or there is an answer already.
    ///
    /// @throws UncheckedIOException if the source fails, or nothing is taken for as long as `patience`
    void pump(Future<?> answer, Duration patience) throws InterruptedException {
        long left = length;
        while (left > 0 && awaitDemand(answer, patience)) {
            begun = true;
            byte[] chunk = new byte[(int) Math.min(left, CHUNK_BYTES)];
            int got = read(chunk);
            left -= got;
            give(chunk, got, left == 0);
        }
    }

    private boolean awaitDemand(Future<?> answer, Duration patience) throws InterruptedException {
        for (var waited = Duration.ZERO; waited.compareTo(patience) < 0; waited = waited.plus(STEP)) {
            if (demand.tryAcquire(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (answer.isDone() || cancelled) {
                return false;
            }
        }
        throw new UncheckedIOException(new HttpTimeoutException("it took nothing for " + patience.toSeconds() + " s"));
    }

    private int read(byte[] chunk) {
        try {
            int got = source.read(chunk, 0, chunk.length);
            if (got < 0) {
                throw new IOException("the body ended early");
            }
            return got;
        } catch (IOException e) {
            fail(e);
            throw new UncheckedIOException(e);
        }
    }

    private void fail(IOException reason) {
        var sink = subscriber;
        if (sink != null && !cancelled) {
            sink.onError(new InterruptedIOException(reason.getMessage()));
        }
    }

    private void give(byte[] chunk, int count, boolean last) {
        var sink = subscriber;
        if (sink != null && !cancelled) {
            sink.onNext(ByteBuffer.wrap(chunk, 0, count));
            if (last) {
                sink.onComplete();
            }
        }
    }
}
