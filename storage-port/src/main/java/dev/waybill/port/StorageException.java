package dev.waybill.port;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a call on a store failed: one kind for each decision a caller can make.
///
/// The message says what, which key and which store, and never holds a credential; the cause is the store's
/// own error where there is one. Only [StoreUnavailable] is worth trying again unchanged.
public abstract sealed class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient StoreId store;
    private final transient Optional<ObjectKey> key;

    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new NotSerializableException(getClass().getName());
    }

    private StorageException(StoreId store, Optional<ObjectKey> key, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.store = store;
        this.key = key;
    }

    private static String what(String event, ObjectKey key, StoreId store) {
        return event + " " + key + " in " + store;
    }

    /// The store that was asked.
    public StoreId store() {
        return store;
    }

    /// The key that was asked for, where the call had one.
    public Optional<ObjectKey> key() {
        return key;
    }

    /// Nothing is at the key.
    public static final class ObjectNotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        /// Nothing is at `key`.
        public ObjectNotFound(StoreId store, ObjectKey key, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("no object", key, store), cause);
        }
    }

    /// The store itself is not there: no such bucket, no such folder.
    public static final class StoreNotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        /// There is no `store`; `remedy` says what to do about it.
        public StoreNotFound(StoreId store, String remedy, @Nullable Throwable cause) {
            super(store, Optional.empty(), "no store " + store + ": " + remedy, cause);
        }
    }

    /// What is at the key is not what the options asked for; nothing was changed.
    public static final class PreconditionFailed extends StorageException {
        private static final long serialVersionUID = 1L;

        /// What is at `key` does not meet the condition that `condition` words: `absent`, `version 1a2b`.
        public PreconditionFailed(StoreId store, ObjectKey key, String condition, @Nullable Throwable cause) {
            super(
                    store,
                    Optional.of(key),
                    what("the condition (" + condition + ") does not hold for", key, store),
                    cause);
        }
    }

    /// What is at the key is the version that the caller has already.
    public static final class NotModified extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The version at `key` is still `etag`.
        public NotModified(StoreId store, ObjectKey key, Etag etag, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("still version " + etag + " of", key, store), cause);
        }
    }

    /// The asked range starts at or past the object's end.
    public static final class RangeUnsatisfiable extends StorageException {
        private static final long serialVersionUID = 1L;

        /// `range` starts at or past the end of `key`.
        public RangeUnsatisfiable(StoreId store, ObjectKey key, ByteRange range, @Nullable Throwable cause) {
            super(store, Optional.of(key), what(range + " starts past the end of", key, store), cause);
        }
    }

    /// The store cannot hold this key, ever or beside what is there.
    public static final class KeyRejected extends StorageException {
        private static final long serialVersionUID = 1L;

        /// `key` breaks the store's `rule`.
        public KeyRejected(StoreId store, ObjectKey key, String rule, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("cannot hold", key, store) + ": " + rule, cause);
        }
    }

    /// The store does not know who asks, or does not let them.
    public static final class AccessDenied extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The store refused; `detail` says in its words why, without any credential.
        public AccessDenied(StoreId store, Optional<ObjectKey> key, String detail, @Nullable Throwable cause) {
            super(
                    store,
                    key,
                    "access denied" + key.map(k -> " to " + k).orElse("") + " in " + store + ": " + detail,
                    cause);
        }
    }

    /// The store cannot do what was asked, see [Capabilities]; nothing was sent.
    public static final class NotSupported extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The store cannot do `request`.
        public NotSupported(StoreId store, Optional<ObjectKey> key, String request) {
            super(
                    store,
                    key,
                    store + " does not support " + request
                            + key.map(k -> " (for " + k + ")").orElse(""),
                    null);
        }
    }

    /// Bytes do not match their checksum.
    public static final class CorruptContent extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The bytes of `key` are not what they should be; `detail` says what was expected and found.
        public CorruptContent(StoreId store, ObjectKey key, String detail, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("corrupt content of", key, store) + ": " + detail, cause);
        }
    }

    /// The store is full, or the user's share of it, or the object is larger than it takes.
    public static final class QuotaExceeded extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The store takes no more; `detail` says what is full.
        public QuotaExceeded(StoreId store, Optional<ObjectKey> key, String detail, @Nullable Throwable cause) {
            super(store, key, "no room" + key.map(k -> " for " + k).orElse("") + " in " + store + ": " + detail, cause);
        }
    }

    /// The bytes to be stored could not be read, or were more or fewer than declared; nothing was stored.
    public static final class SourceFailed extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The source for `key` failed; `detail` says how.
        public SourceFailed(StoreId store, ObjectKey key, String detail, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("the source failed for", key, store) + ": " + detail, cause);
        }
    }

    /// The upload was completed or aborted, or never was.
    public static final class UploadNotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        /// There is no such upload to `key`.
        public UploadNotFound(StoreId store, ObjectKey key, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("no such unfinished upload to", key, store), cause);
        }
    }

    /// The parts named at completion are not the parts of a whole object that the store holds.
    public static final class UploadPartsRejected extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The upload to `key` cannot be completed; `detail` says which part is wrong.
        public UploadPartsRejected(StoreId store, ObjectKey key, String detail, @Nullable Throwable cause) {
            super(store, Optional.of(key), what("cannot complete the upload to", key, store) + ": " + detail, cause);
        }
    }

    /// The calling thread was interrupted; its interrupt flag is set, and partial work is undone.
    public static final class Cancelled extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The call was interrupted.
        public Cancelled(StoreId store, Optional<ObjectKey> key, @Nullable Throwable cause) {
            super(store, key, "cancelled" + key.map(k -> " at " + k).orElse("") + " in " + store, cause);
        }
    }

    /// The store did not answer, broke off, or said that it is busy; the same call may succeed later.
    public static final class StoreUnavailable extends StorageException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;
        private final transient Optional<Duration> retryAfter;

        /// Why a store is unavailable: what a caller may conclude.
        public enum Reason {
            /// It said that it is busy and did nothing: slow down.
            BUSY,
            /// It was not reached and did nothing.
            NOT_REACHED,
            /// It was reached and the answer was lost: what was asked may have been done.
            OUTCOME_UNKNOWN
        }

        /// The store is unavailable; `detail` says how, `retryAfter` for how long if the store said so.
        public StoreUnavailable(
                StoreId store,
                Optional<ObjectKey> key,
                Reason reason,
                String detail,
                Optional<Duration> retryAfter,
                @Nullable Throwable cause) {
            super(
                    store,
                    key,
                    store + " is unavailable" + key.map(k -> " (at " + k + ")").orElse("") + ": " + detail,
                    cause);
            this.reason = reason;
            this.retryAfter = retryAfter;
        }

        /// Why it is unavailable.
        public Reason reason() {
            return reason;
        }

        /// How long the store asked to be left alone.
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /// Any other failure: an answer that the adapter does not know.
    public static final class StoreFailure extends StorageException {
        private static final long serialVersionUID = 1L;

        /// The call failed; `detail` says what the store answered.
        public StoreFailure(StoreId store, Optional<ObjectKey> key, String detail, @Nullable Throwable cause) {
            super(store, key, "failure" + key.map(k -> " at " + k).orElse("") + " in " + store + ": " + detail, cause);
        }
    }
}
