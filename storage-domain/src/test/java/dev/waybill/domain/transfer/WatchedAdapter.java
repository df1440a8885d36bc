package dev.waybill.domain.transfer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Counts what is asked of a store, and how many bytes it has open for reading. Any thread may call.
class WatchedAdapter extends ForwardingAdapter {
    final AtomicInteger gets = new AtomicInteger();
    final AtomicInteger stats = new AtomicInteger();
    final AtomicInteger puts = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();
    final AtomicLong bytesOpen = new AtomicLong();
    final AtomicLong mostBytesOpen = new AtomicLong();

    WatchedAdapter(IObjectStorageAdapter behind) {
        super(behind);
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        stats.incrementAndGet();
        return super.stat(key);
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        puts.incrementAndGet();
        return super.put(key, source, options);
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The stream it is wrapped in closes it.
    public ObjectContent get(ObjectKey key, GetOptions options) {
        gets.incrementAndGet();
        ObjectContent content = super.get(key, options);
        long length = content.range().length();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        mostBytesOpen.accumulateAndGet(bytesOpen.addAndGet(length), Math::max);
        LockSupport.parkNanos(1);
        var closed = new AtomicBoolean();
        return new ObjectContent(content.metadata(), content.range(), new FilterInputStream(content.stream()) {
            @Override
            public void close() throws IOException {
                if (closed.compareAndSet(false, true)) {
                    open.decrementAndGet();
                    bytesOpen.addAndGet(-length);
                }
                super.close();
            }
        });
    }
}
