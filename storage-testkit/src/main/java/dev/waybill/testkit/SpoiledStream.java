package dev.waybill.testkit;

import dev.waybill.port.StorageException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/// A stream that fails after some bytes, or has a wrong one. One thread at a time.
final class SpoiledStream extends FilterInputStream {
    private static final int FLIPPED_BIT = 1;

    private final long cutAt;
    private final long corruptAt;
    private final Supplier<IOException> failure;
    private long at;

    private SpoiledStream(InputStream inner, long cutAt, long corruptAt, Supplier<IOException> failure) {
        super(inner);
        this.cutAt = cutAt;
        this.corruptAt = corruptAt;
        this.failure = failure;
    }

    static InputStream cut(InputStream inner, long bytes, Supplier<IOException> failure) {
        return new SpoiledStream(inner, bytes, Long.MAX_VALUE, failure);
    }

    static InputStream cut(InputStream inner, long bytes, StorageException cause) {
        return cut(inner, bytes, () -> new IOException(cause.getMessage(), cause));
    }

    static InputStream corrupt(InputStream inner, long offset) {
        return new SpoiledStream(inner, Long.MAX_VALUE, offset, () -> new IOException("not reached"));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == cutAt) {
            throw failure.get();
        }
        int n = super.read(target, offset, (int) Math.min(length, cutAt - at));
        if (corruptAt >= at && corruptAt < at + n) {
            target[offset + (int) (corruptAt - at)] ^= FLIPPED_BIT;
        }
        at += Math.max(n, 0);
        return n;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] dropped = new byte[(int) Math.min(count, 8192)];
        return Math.max(0, read(dropped, 0, dropped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
