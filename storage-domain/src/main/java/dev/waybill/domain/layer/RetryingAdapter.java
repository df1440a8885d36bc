package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.WriteId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The one place that retries: every call that fails with [dev.waybill.port.StorageException.StoreUnavailable] is made
/// again, within bounds.
///
/// A retried conditional write can meet its own success: the first attempt was done, only its answer was
/// lost, and now the condition fails. Such a failure is reported only if what is there is not what was sent.
/// A body that breaks off is read on from where it broke, of the same version only, and a listing from the
/// last key it gave.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
public final class RetryingAdapter implements IObjectStorageAdapter {
    private final IObjectStorageAdapter inner;
    private final Retrier retrier;
    private final OwnSuccess ownSuccess;

    /// @param inner is closed with this
    /// @param metrics where retries are counted
    /// @param random draws the waits
    public RetryingAdapter(
            IObjectStorageAdapter inner, RetryOptions options, StoreMetrics metrics, RandomGenerator random) {
        this.inner = inner;
        this.retrier = new Retrier(inner.store(), options, metrics, random);
        this.ownSuccess = new OwnSuccess(inner);
    }

    @Override
    public StoreId store() {
        return inner.store();
    }

    @Override
    public Capabilities capabilities() {
        return retrier.call(Operation.STAT, Optional.empty(), attempts -> inner.capabilities());
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        return retrier.call(Operation.STAT, Optional.of(key), attempts -> inner.stat(key));
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        // What was there when it was listed may be what the store fails at now.
        ObjectContent content = retrier.call(
                Operation.GET,
                Optional.of(key),
                attempts -> inner.get(key, attempts.made() == 1 ? options : options.withListed(false)));
        return content.metadata().etag().isPresent() && capabilities().has(Capability.VERSION_TOKENS)
                ? ResumingStream.over(content, inner, retrier)
                : content;
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        PutOptions marked = marked(options);
        return retrier.call(Operation.PUT, Optional.of(key), attempts -> {
            try {
                return inner.put(key, source, marked);
            } catch (PreconditionFailed e) {
                if (!attempts.isUncertain()) {
                    throw e;
                }
                return marked.writeId()
                        .map(token -> ownSuccess.byToken(key, token))
                        .orElseGet(() -> ownSuccess.byContent(key, source, marked))
                        .orElseThrow(() -> e);
            }
        });
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        retrier.call(Operation.DELETE, Optional.of(key), attempts -> {
            try {
                inner.delete(key, options);
            } catch (PreconditionFailed e) {
                if (!attempts.isUncertain() || inner.stat(key).isPresent()) {
                    throw e;
                }
            }
            return key;
        });
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return deletions.isEmpty() ? List.of() : new RetriedDeletions(inner, retrier, deletions).run();
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return RetriedListing.of(
                retrier,
                Operation.LIST,
                capabilities().has(Capability.KEY_ORDER),
                last -> inner.list(
                        last.map(object -> options.withStartAfter(object.key())).orElse(options)));
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        CopyOptions marked = marked(options);
        return retrier.call(Operation.COPY, Optional.of(to), attempts -> {
            try {
                return inner.copy(from, to, marked);
            } catch (PreconditionFailed e) {
                if (!attempts.isUncertain()) {
                    throw e;
                }
                return marked.writeId()
                        .map(token -> ownSuccess.byToken(to, token))
                        .orElseGet(() -> copied(from, to))
                        .orElseThrow(() -> e);
            }
        });
    }

    private Optional<ObjectMetadata> copied(ObjectKey from, ObjectKey to) {
        Optional<ObjectMetadata> source = inner.stat(from);
        return inner.stat(to).filter(copy -> source.isPresent() && ownSuccess.isCopy(copy, source.get()));
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        UploadSession session =
                retrier.call(Operation.OPEN_UPLOAD, Optional.of(request.key()), attempts -> inner.openUpload(request));
        return new RetryingUpload(session, request, retrier, ownSuccess);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return RetriedListing.of(retrier, Operation.LIST_UPLOADS, false, last -> inner.listUploads(prefix));
    }

    @Override
    public void close() {
        inner.close();
    }

    private PutOptions marked(PutOptions options) {
        return needsToken(options.precondition(), options.writeId()) ? options.withWriteId(token()) : options;
    }

    private CopyOptions marked(CopyOptions options) {
        return needsToken(options.precondition(), options.writeId()) ? options.withWriteId(token()) : options;
    }

    private boolean needsToken(Precondition condition, Optional<WriteId> given) {
        return given.isEmpty()
                && !(condition instanceof Precondition.None)
                && capabilities().has(Capability.USER_METADATA);
    }

    private static WriteId token() {
        return new WriteId(UUID.randomUUID().toString());
    }
}
