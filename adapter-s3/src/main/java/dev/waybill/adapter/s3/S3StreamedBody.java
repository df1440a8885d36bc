package dev.waybill.adapter.s3;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/// A body that is read from its source while it is sent. Where the request is made once more, under other
/// credentials, the source is opened once more. One thread at a time.
@SuppressWarnings("MustBeClosedChecker") // closed by close, or before another takes its place
final class S3StreamedBody implements ContentStreamProvider, AutoCloseable {
    private final StoreId store;
    private final ObjectKey key;
    private final ObjectSource source;
    private final Function<InputStream, SourceBody> reading;
    private final Function<SourceBody, InputStream> framing;
    private InputStream in;
    private SourceBody body;
    private @Nullable StorageException failure;

    /// @param hashed in which algorithms checksums are wanted at the end
    /// @param framing what is sent of the body
    /// @throws SourceFailed if the source cannot be opened
    S3StreamedBody(
            StoreId store,
            ObjectKey key,
            ObjectSource source,
            long length,
            Set<ChecksumAlgorithm> hashed,
            Optional<Checksum> expected,
            Function<SourceBody, InputStream> framing) {
        this.store = store;
        this.key = key;
        this.source = source;
        this.reading = stream -> new SourceBody(store, key, stream, length, hashed, expected);
        this.framing = framing;
        this.in = SourceBody.open(store, key, source);
        this.body = reading.apply(in);
    }

    @Override
    public InputStream newStream() {
        if (body.isBegun()) {
            try {
                close();
                in = SourceBody.open(store, key, source);
            } catch (StorageException e) {
                failure = e;
                throw e;
            }
            body = reading.apply(in);
        }
        return framing.apply(body);
    }

    /// Why reading failed, if it did.
    Optional<StorageException> failure() {
        return failure != null ? Optional.of(failure) : body.failure();
    }

    /// The checksum of all bytes, once the last has been sent.
    Checksum checksum(ChecksumAlgorithm algorithm) {
        return body.checksum(algorithm);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new SourceFailed(store, key, "it could not be closed: " + e.getMessage(), e);
        }
    }
}
