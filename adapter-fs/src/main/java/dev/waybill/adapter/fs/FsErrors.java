package dev.waybill.adapter.fs;

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
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Errors of the file system as errors of a store.
///
/// Java tells most of them by their text alone, which the C library translates where the user's language
/// is installed. So where the text says nothing, the file system is asked whether it is full or read-only.
final class FsErrors {
    private static final long NO_ROOM = 64 * 1024;

    private final StoreId store;
    private final Path root;

    FsErrors(StoreId store, Path root) {
        this.store = store;
        this.root = root;
    }

    private StoreNotFound rootMissing(Throwable cause) {
        return new StoreNotFound(store, "create the folder, or set createRoot: true", cause);
    }

    private StoreNotFound rootNoFolder(Throwable cause) {
        return new StoreNotFound(store, "there is a file of that name, where a folder must be", cause);
    }

    StorageException.ObjectNotFound notFound(ObjectKey key) {
        return new StorageException.ObjectNotFound(store, key, null);
    }

    KeyRejected rejected(ObjectKey key, String rule) {
        return new KeyRejected(store, key, rule, null);
    }

    private KeyRejected rejected(ObjectKey key, InTheWay obstacle) {
        return new KeyRejected(store, key, obstacle.rule(), obstacle);
    }

    StorageException.PreconditionFailed precondition(ObjectKey key, String condition) {
        return new StorageException.PreconditionFailed(store, key, condition, null);
    }

    Cancelled cancelled(Optional<ObjectKey> key, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(store, key, cause);
    }

    StorageException.NotSupported notSupported(ObjectKey key, String request) {
        return new StorageException.NotSupported(store, Optional.of(key), request);
    }

    StoreUnavailable unavailable(Optional<ObjectKey> key, Reason reason, String detail, @Nullable Throwable cause) {
        return new StoreUnavailable(store, key, reason, detail, Optional.empty(), cause);
    }

    StoreId store() {
        return store;
    }

    StorageException of(ObjectKey key, IOException e) {
        return of(Optional.of(key), e);
    }

    StorageException of(Optional<ObjectKey> key, IOException e) {
        if (e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException) {
            return cancelled(key, e);
        }
        if (e instanceof RootFolder.RootMissing missing) {
            return missing.isFile() ? rootNoFolder(e) : rootMissing(e);
        }
        if (e instanceof RootFolder.RootReplaced) {
            return new StoreNotFound(store, "another folder is there than before: was a disk mounted or unmounted?", e);
        }
        if (e instanceof InTheWay obstacle && key.isPresent()) {
            return rejected(key.get(), obstacle);
        }
        String reason = reasonOf(e);
        if (reason.contains("File name too long") && key.isPresent()) {
            return new KeyRejected(store, key.get(), "the name is longer than the file system takes", e);
        }
        return refusal(key, e, reason)
                .or(() -> shortage(key, e, reason))
                .orElseGet(() -> new StoreFailure(store, key, reason, e));
    }

    private Optional<StorageException> refusal(Optional<ObjectKey> key, IOException e, String reason) {
        if (e instanceof AccessDeniedException) {
            return Optional.of(new AccessDenied(store, key, "permission denied by the folder's owner and mode", e));
        }
        if (reason.contains("Read-only file system")) {
            return Optional.of(new AccessDenied(store, key, "the file system is read-only", e));
        }
        if (reason.contains("Operation not permitted")) {
            return Optional.of(new AccessDenied(store, key, "operation not permitted (immutable or append-only?)", e));
        }
        return Optional.empty();
    }

    private Optional<StorageException> shortage(Optional<ObjectKey> key, IOException e, String reason) {
        if (reason.contains("No space left on device")) {
            return Optional.of(new QuotaExceeded(store, key, "the file system is full", e));
        }
        if (reason.contains("Disk quota exceeded")) {
            return Optional.of(new QuotaExceeded(store, key, "the user's quota on the file system is used up", e));
        }
        if (reason.contains("File too large")) {
            return Optional.of(new QuotaExceeded(store, key, "the file system takes no file as large as this", e));
        }
        if (reason.contains("Too many open files")) {
            return Optional.of(
                    unavailable(key, Reason.BUSY, "too many files are open; raise the limit (ulimit -n)", e));
        }
        if (reason.contains("Stale file handle") || reason.contains("Connection timed out")) {
            return Optional.of(unavailable(key, Reason.OUTCOME_UNKNOWN, reason, e));
        }
        return askFileSystem(key, e);
    }

    private Optional<StorageException> askFileSystem(Optional<ObjectKey> key, IOException e) {
        try {
            FileStore files = Files.getFileStore(root);
            if (files.isReadOnly()) {
                return Optional.of(new AccessDenied(store, key, "the file system is read-only", e));
            }
            boolean full = files.getTotalSpace() > 0 && files.getUsableSpace() < NO_ROOM;
            return full ? Optional.of(new QuotaExceeded(store, key, "the file system is full", e)) : Optional.empty();
        } catch (IOException unanswered) {
            e.addSuppressed(unanswered);
            return Optional.empty();
        }
    }

    private static String reasonOf(IOException e) {
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
