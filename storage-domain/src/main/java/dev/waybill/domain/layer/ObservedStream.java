package dev.waybill.domain.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body whose bytes and failures are counted until it is closed. One thread at a time.
final class ObservedStream extends FilterInputStream {
    private final Observer.Call call;

    ObservedStream(InputStream inner, Observer.Call call) {
        super(inner);
        this.call = call;
    }

    @Override
    public int read() throws IOException {
        try {
            int value = super.read();
            call.moved(value < 0 ? 0 : 1);
            return value;
        } catch (IOException e) {
            call.failed(e);
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = super.read(buffer, offset, length);
            call.moved(Math.max(0, count));
            return count;
        } catch (IOException e) {
            call.failed(e);
            throw e;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        call.moved(skipped);
        return skipped;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            call.end();
        }
    }
}
