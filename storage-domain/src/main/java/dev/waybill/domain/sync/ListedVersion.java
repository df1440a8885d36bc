package dev.waybill.domain.sync;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Whether what is at a key now is what was listed there, and the condition that it is.
public final class ListedVersion {
    private ListedVersion() {}

    /// By their tokens, or where there are none, by size and time; times to the second, as some stores list
    /// them less exactly than they tell them of one object.
    static boolean isStill(ObjectMetadata listed, ObjectMetadata now) {
        if (listed.etag().isPresent() && now.etag().isPresent()) {
            return listed.etag().equals(now.etag());
        }
        return listed.size() == now.size()
                && listed.modified()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .equals(now.modified().truncatedTo(ChronoUnit.SECONDS));
    }

    /// The condition on a write that replaces `listed`; what has no token no store can be asked for.
    public static Precondition condition(Optional<ObjectMetadata> listed) {
        return listed.map(target -> target.etag().map(Precondition::matches).orElse(Precondition.NONE))
                .orElse(Precondition.ABSENT);
    }

    /// A version without a token cannot be named in a condition, so it is looked at just before.
    ///
    /// @throws StorageException.PreconditionFailed if it is not there any more
    public static void requireWithoutToken(
            IObjectStorageAdapter store, ObjectKey key, Optional<ObjectMetadata> listed) {
        if (listed.isPresent() && listed.get().etag().isEmpty()) {
            require(store, key, listed.get());
        }
    }

    /// Looks whether `listed` is there still.
    ///
    /// @throws StorageException.PreconditionFailed if it is not
    public static void require(IObjectStorageAdapter store, ObjectKey key, ObjectMetadata listed) {
        boolean still = store.stat(key).filter(now -> isStill(listed, now)).isPresent();
        if (!still) {
            throw new StorageException.PreconditionFailed(store.store(), key, "still the version listed", null);
        }
    }
}
