package dev.waybill.domain.layer;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Optional;

/// An upload whose calls are retried. Any number of threads.
///
/// A completion whose answer was lost is found done by the next attempt: the upload is no more, and what is
/// at the key is what its parts make.
final class RetryingUpload implements UploadSession {
    private final UploadSession inner;
    private final UploadRequest request;
    private final Retrier retrier;
    private final OwnSuccess ownSuccess;

    RetryingUpload(UploadSession inner, UploadRequest request, Retrier retrier, OwnSuccess ownSuccess) {
        this.inner = inner;
        this.request = request;
        this.retrier = retrier;
        this.ownSuccess = ownSuccess;
    }

    @Override
    public ObjectKey key() {
        return inner.key();
    }

    @Override
    public UploadId id() {
        return inner.id();
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        return retrier.call(Operation.PUT_PART, Optional.of(key()), attempts -> inner.putPart(number, source));
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        return retrier.call(
                Operation.COPY_PART, Optional.of(key()), attempts -> inner.copyPart(number, from, range, version));
    }

    @Override
    public List<UploadedPart> parts() {
        return retrier.call(Operation.PARTS, Optional.of(key()), attempts -> inner.parts());
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        return retrier.call(Operation.COMPLETE, Optional.of(key()), attempts -> {
            try {
                return inner.complete(parts, whole);
            } catch (UploadNotFound e) {
                return found(attempts, parts, whole, e);
            } catch (PreconditionFailed e) {
                return found(attempts, parts, whole, e);
            }
        });
    }

    /// What an earlier attempt made, or `failure` if none can have.
    private ObjectMetadata found(
            Attempts attempts, List<UploadedPart> parts, Optional<Checksum> whole, StorageException failure) {
        if (!attempts.isUncertain() || (failure instanceof PreconditionFailed && isUnfinished())) {
            throw failure;
        }
        return request.options()
                .writeId()
                .map(token -> ownSuccess.byToken(key(), token))
                .orElseGet(() -> ownSuccess.byParts(key(), parts, whole, request.options()))
                .orElseThrow(() -> failure);
    }

    /// While the upload is there, no attempt has completed it.
    private boolean isUnfinished() {
        try {
            inner.parts();
            return true;
        } catch (UploadNotFound e) {
            return false;
        }
    }

    @Override
    public void abort() {
        retrier.call(Operation.ABORT, Optional.of(key()), attempts -> {
            inner.abort();
            return key();
        });
    }

    @Override
    public void close() {
        inner.close();
    }
}
