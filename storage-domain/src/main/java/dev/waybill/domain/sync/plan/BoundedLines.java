package dev.waybill.domain.sync.plan;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The lines of a stream, each held in memory only up to a bound. One thread.
final class BoundedLines implements AutoCloseable {
    /// The longest line: a head with many patterns. Steps are far shorter.
    static final int MOST_BYTES = 1 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private long number;

    BoundedLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
    }

    /// That a line is longer than the bound, or the last one does not end.
    static final class BadLine extends IOException {
        private static final long serialVersionUID = 1L;

        BadLine(String rule) {
            super(rule);
        }
    }

    /// The next line without its end, or null behind the last.
    ///
    /// @throws BadLine if it is too long, or cut off; [#number] is its number
    byte @Nullable [] next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        number++;
        var line = new ByteArrayOutputStream(512);
        for (int next = first; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new BadLine("the line is cut off: it does not end in a line feed");
            }
            if (line.size() == MOST_BYTES) {
                throw new BadLine("the line is longer than " + MOST_BYTES + " bytes");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    /// The number of the line that [#next] gave last, from 1.
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
