package dev.waybill.adapter.gcs;

import com.google.api.client.http.HttpContent;
import dev.waybill.port.spi.SourceBody;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// The next bytes of a source as the body of a request, once: Google's own class sends all that is left.
///
/// @param source gives them
/// @param length how many they are
/// @param type the media type, where the store is to keep one
record SourceContent(
        SourceBody source, long length, @Nullable String type) implements HttpContent {
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public @Nullable String getType() {
        return type;
    }

    @Override
    public boolean retrySupported() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        for (long left = length; left > 0; ) {
            int got = source.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (got < 0) {
                throw new EOFException("the source ended " + left + " bytes early");
            }
            out.write(buffer, 0, got);
            left -= got;
        }
    }
}
