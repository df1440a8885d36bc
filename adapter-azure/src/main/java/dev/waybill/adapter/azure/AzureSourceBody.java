package dev.waybill.adapter.azure;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.SourceBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A source on its way into a request, opened anew each time that this is sent. One thread.
final class AzureSourceBody implements AutoCloseable {
    private final StoreId store;
    private final ObjectKey key;
    private final ObjectSource source;
    private final long length;
    private final Optional<Checksum> expected;
    private @Nullable InputStream stream;
    private @Nullable SourceBody body;

    /// @param length how many bytes the source has, or it fails
    /// @param expected what they must hash to
    AzureSourceBody(StoreId store, ObjectKey key, ObjectSource source, long length, Optional<Checksum> expected) {
        this.store = store;
        this.key = key;
        this.source = source;
        this.length = length;
        this.expected = expected;
    }

    long length() {
        return length;
    }

    /// The bytes from the first on; what was opened before is closed.
    ///
    /// @throws SourceFailed if the source cannot be opened
    @SuppressWarnings("MustBeClosedChecker") // closed with this
    AzureUploadBody open() {
        close();
        stream = SourceBody.open(store, key, source);
        body = new SourceBody(store, key, stream, length, Set.of(ChecksumAlgorithm.CRC64NVME), expected);
        return new AzureUploadBody(body, length);
    }

    /// Why reading failed, if it did.
    Optional<StorageException> failure() {
        return Optional.ofNullable(body).flatMap(SourceBody::failure);
    }

    /// The CRC-64 of all bytes, once they have been sent.
    Checksum checksum() {
        if (body == null) {
            throw new IllegalStateException("the body of " + key + " has not been sent");
        }
        return body.checksum(ChecksumAlgorithm.CRC64NVME);
    }

    /// @throws SourceFailed if the source cannot be closed
    @Override
    public void close() {
        var opened = stream;
        stream = null;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                throw new SourceFailed(store, key, "it could not be closed: " + e.getMessage(), e);
            }
        }
    }
}
