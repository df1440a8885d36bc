package dev.waybill.adapter.s3;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.spi.VerifiedBody;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;

/// The body of an answer, and what its failures mean.
///
/// @param store asked for it
/// @param key whose bytes they are
/// @param stream the bytes as the SDK gives them
record S3Body(S3Store store, ObjectKey key, ResponseInputStream<?> stream) implements VerifiedBody.Answer {
    @Override
    public Optional<StorageException> refusal() {
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of(store.errors().cancelled(Optional.of(key), null));
        }
        return store.isClosed() ? Optional.of(store.closedMeanwhile(Optional.of(key), null)) : Optional.empty();
    }

    @Override
    public StorageException failure(Exception e) {
        return store.isClosed() && !Thread.currentThread().isInterrupted()
                ? store.closedMeanwhile(Optional.of(key), e)
                : store.errors().ofNetwork(e, Optional.of(key), e);
    }

    @Override
    public void abort() {
        stream.abort();
    }
}
