package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts how often another source is opened and closed. Any thread may call.
public final class CountingSource implements ObjectSource {
    private final ObjectSource inner;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /// Counts on `inner`.
    public CountingSource(ObjectSource inner) {
        this.inner = inner;
    }

    @Override
    public OptionalLong length() {
        return inner.length();
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the stream that is returned closes it
    public InputStream open() throws IOException {
        opened.incrementAndGet();
        var first = new AtomicBoolean(true);
        return new FilterInputStream(inner.open()) {
            @Override
            public void close() throws IOException {
                if (first.getAndSet(false)) {
                    closed.incrementAndGet();
                }
                super.close();
            }
        };
    }

    /// How often it was opened.
    public int opened() {
        return opened.get();
    }

    /// How many of the opened streams were closed.
    public int closed() {
        return closed.get();
    }
}
