package dev.waybill.port;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// Bytes to be stored, which can be read again from the start if an attempt fails.
///
/// The adapter opens it once an attempt and closes what it opened. If a length is declared and the stream
/// ends before it or goes on behind it, the write fails with [StorageException.SourceFailed] and nothing is
/// stored.
public interface ObjectSource {
    /// How many bytes [#open] gives, or empty if that shows only at the end.
    OptionalLong length();

    /// Opens the bytes at their start.
    ///
    /// @throws IOException if they cannot be had; the write fails with [StorageException.SourceFailed]
    @MustBeClosed
    InputStream open() throws IOException;

    /// A source of `bytes`, which must not be changed until the write has returned.
    static ObjectSource of(byte[] bytes) {
        return new ObjectSource() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(bytes.length);
            }

            @Override
            @MustBeClosed
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
