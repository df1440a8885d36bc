package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Errors of the server and of the way to it as errors of a store.
final class SftpErrors {
    private final StoreId store;

    SftpErrors(StoreId store) {
        this.store = store;
    }

    StoreId store() {
        return store;
    }

    StorageException.ObjectNotFound notFound(ObjectKey key) {
        return new StorageException.ObjectNotFound(store, key, null);
    }

    StorageException.UploadNotFound noUpload(ObjectKey key, @Nullable IOException cause) {
        return new StorageException.UploadNotFound(store, key, cause);
    }

    KeyRejected rejected(ObjectKey key, String rule) {
        return new KeyRejected(store, key, rule, null);
    }

    StorageException.PreconditionFailed precondition(ObjectKey key, String condition) {
        return new StorageException.PreconditionFailed(store, key, condition, null);
    }

    StorageException.NotSupported notSupported(ObjectKey key, String request) {
        return new StorageException.NotSupported(store, Optional.of(key), request);
    }

    StorageException.CorruptContent corrupt(ObjectKey key, String detail) {
        return new StorageException.CorruptContent(store, key, detail, null);
    }

    Cancelled cancelled(Optional<ObjectKey> key, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(store, key, cause);
    }

    StoreUnavailable closed(Optional<ObjectKey> key) {
        var cause = new IllegalStateException("closed in the middle of a call");
        return unavailable(key, Reason.NOT_REACHED, "the adapter was closed meanwhile", cause);
    }

    StoreUnavailable busy(ObjectKey key, String detail) {
        return new StoreUnavailable(store, Optional.of(key), Reason.BUSY, detail, Optional.empty(), null);
    }

    private StoreUnavailable unavailable(Optional<ObjectKey> key, Reason reason, String detail, Throwable cause) {
        return new StoreUnavailable(store, key, reason, detail, Optional.empty(), cause);
    }

    StorageException of(ObjectKey key, IOException e) {
        return of(Optional.of(key), e);
    }

    /// What `e` is when nothing was changed yet that lasts: the call may be made again.
    StorageException beforeChange(ObjectKey key, IOException e) {
        return e instanceof ConnectionLost
                ? unavailable(Optional.of(key), Reason.NOT_REACHED, words(e), e)
                : of(key, e);
    }

    StorageException of(Optional<ObjectKey> key, IOException e) {
        return switch (e) {
            case InterruptedIOException interrupted -> cancelled(key, interrupted);
            case ConnectionLost lost ->
                unavailable(key, lost.wasAsked() ? Reason.OUTCOME_UNKNOWN : Reason.NOT_REACHED, words(e), e);
            case HandlesInUse busy -> unavailable(key, Reason.BUSY, words(e), busy);
            case HostKeyRefused refused -> new AccessDenied(store, key, words(e), refused);
            case LoginFailed failed -> new AccessDenied(store, key, words(e), failed);
            case Identities.UnusableKey unusable -> new AccessDenied(store, key, words(e), unusable);
            case SshConfigFile.UnusableFile unusable -> new AccessDenied(store, key, words(e), unusable);
            case AlgorithmMismatch mismatch -> new AccessDenied(store, key, words(e), mismatch);
            case RootMissing missing -> new StoreNotFound(store, missing.remedy(), e);
            case FileSystemFull full -> new QuotaExceeded(store, key, words(e), full);
            case InTheWay obstacle when key.isPresent() -> new KeyRejected(store, key.get(), words(e), obstacle);
            case SftpStatus status -> of(key, status);
            default -> new StoreFailure(store, key, words(e), e);
        };
    }

    private StorageException of(Optional<ObjectKey> key, SftpStatus status) {
        return switch (status.code()) {
            case SftpStatus.PERMISSION_DENIED -> new AccessDenied(store, key, words(status), status);
            default -> new StoreFailure(store, key, words(status), status);
        };
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
