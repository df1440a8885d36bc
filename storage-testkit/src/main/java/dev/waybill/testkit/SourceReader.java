package dev.waybill.testkit;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StoreId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads a source whole, as [dev.waybill.port.IObjectStorageAdapter#put] must.
record SourceReader(Life life, long maxBytes) {
    private static final int CHUNK = 8192;

    byte[] read(ObjectKey key, ObjectSource source) {
        if (source.length().orElse(0) > maxBytes) {
            throw tooLarge(key);
        }
        byte[] bytes;
        try {
            bytes = drain(key, source);
        } catch (IOException e) {
            life.requireRunning(Optional.of(key));
            throw new SourceFailed(store(), key, "it threw " + e, e);
        }
        life.requireRunning(Optional.of(key));
        long declared = source.length().orElse(bytes.length);
        if (declared != bytes.length) {
            throw new SourceFailed(store(), key, "it declared " + declared + " bytes and gave " + bytes.length, null);
        }
        return bytes;
    }

    private byte[] drain(ObjectKey key, ObjectSource source) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (var stream = source.open()) {
            life.requireRunning(Optional.of(key));
            for (int n = next(key, stream, chunk); n >= 0; n = next(key, stream, chunk)) {
                life.requireRunning(Optional.of(key));
                bytes.write(chunk, 0, n);
                if (bytes.size() > maxBytes) {
                    throw tooLarge(key);
                }
                if (bytes.size() > source.length().orElse(maxBytes)) {
                    throw new SourceFailed(store(), key, "it goes on behind its declared length", null);
                }
            }
        }
        return bytes.toByteArray();
    }

    private int next(ObjectKey key, InputStream stream, byte[] chunk) throws IOException {
        try {
            return stream.read(chunk);
        } catch (RuntimeException e) {
            throw new SourceFailed(store(), key, "it threw " + e, e);
        }
    }

    private StoreId store() {
        return life.store();
    }

    private QuotaExceeded tooLarge(ObjectKey key) {
        return new QuotaExceeded(store(), Optional.of(key), "objects have at most " + maxBytes + " bytes", null);
    }
}
