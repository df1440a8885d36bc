package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// Another source that fails after some bytes. One thread reads; any may ask.
final class CutSource implements ObjectSource {
    private final ObjectSource inner;
    private final long bytes;
    private volatile boolean cut;

    CutSource(ObjectSource inner, long bytes) {
        this.inner = inner;
        this.bytes = bytes;
    }

    @Override
    public OptionalLong length() {
        return inner.length();
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the stream that is returned closes it
    public InputStream open() throws IOException {
        return SpoiledStream.cut(inner.open(), bytes, () -> {
            cut = true;
            return new IOException("the connection was cut by a script");
        });
    }

    /// Whether a reader came as far as the cut.
    boolean wasCut() {
        return cut;
    }
}
