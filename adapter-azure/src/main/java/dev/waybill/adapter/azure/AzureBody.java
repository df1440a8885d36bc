package dev.waybill.adapter.azure;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.spi.VerifiedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The body of an answer, and what its failures mean.
///
/// @param store asked for it
/// @param key whose bytes they are
/// @param stream the bytes as they arrive; closing it before its end drops the connection
record AzureBody(AzureStore store, ObjectKey key, InputStream stream) implements VerifiedBody.Answer {
    @Override
    public Optional<StorageException> refusal() {
        return store.refusal(Optional.of(key));
    }

    @Override
    public StorageException failure(Exception e) {
        return store.failed(e, Optional.of(key));
    }

    @Override
    public void abort() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a body throws nothing", e);
        }
    }
}
