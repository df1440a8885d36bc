package dev.waybill.domain.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// The bytes of an object of the repository as something to be written elsewhere.
record ContentAccess(IObjectStorageAdapter store, ObjectKey key, long size) implements ObjectSource {
    @Override
    public OptionalLong length() {
        return OptionalLong.of(size);
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Closed with the stream.
    public InputStream open() {
        ObjectContent content = store.get(key, GetOptions.WHOLE);
        return new FilterInputStream(content.stream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return in.read(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                content.close();
            }
        };
    }
}
