package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// What a run does, or leaves undone, about one key.
public sealed interface SyncAction {
    /// The object's name, the same on both sides.
    ObjectKey key();

    /// Why.
    Reason reason();

    /// How many bytes it is about: those to be moved or deleted, or those of the source's version, or of the
    /// target's where the source has none.
    long size();

    /// The source's version is written at the target.
    ///
    /// @param source the version to be read
    /// @param target the version it replaces; nothing is there otherwise
    record Transfer(Reason reason, ObjectMetadata source, Optional<ObjectMetadata> target) implements SyncAction {
        @Override
        public ObjectKey key() {
            return source.key();
        }

        @Override
        public long size() {
            return source.size();
        }
    }

    /// The target's version is removed.
    ///
    /// @param target the version
    record Delete(Reason reason, ObjectMetadata target) implements SyncAction {
        @Override
        public ObjectKey key() {
            return target.key();
        }

        @Override
        public long size() {
            return target.size();
        }
    }

    /// Both sides changed; both stay.
    ///
    /// @param source the source's version, if it is there
    /// @param target the target's version, if it is there
    record Conflict(ObjectKey key, Reason reason, Optional<ObjectMetadata> source, Optional<ObjectMetadata> target)
            implements SyncAction {
        @Override
        public long size() {
            return source.or(() -> target).map(ObjectMetadata::size).orElse(0L);
        }
    }

    /// The two sides differ, and it is not for this run to change that.
    ///
    /// @param size of the source's version, or of the target's where the source has none
    record LeftAlone(ObjectKey key, Reason reason, long size) implements SyncAction {
        /// Whether it was to be transferred, but for its name, which the target cannot hold.
        public boolean isForItsName() {
            return TargetFit.isOfNames(reason);
        }
    }

    /// Both sides have the same content; that they do is noted.
    ///
    /// @param local the local version
    /// @param remote the remote version
    /// @param checksum of the content, where it became known
    record Adopt(Reason reason, ObjectMetadata local, ObjectMetadata remote, Optional<Checksum> checksum)
            implements SyncAction {
        @Override
        public ObjectKey key() {
            return local.key();
        }

        @Override
        public long size() {
            return local.size();
        }
    }

    /// Neither side has it any more; the note that it was synced goes.
    record Forget(ObjectKey key) implements SyncAction {
        @Override
        public Reason reason() {
            return Reason.BOTH_DELETED;
        }

        @Override
        public long size() {
            return 0;
        }
    }

    /// Both sides are as they were synced.
    ///
    /// @param size of the object
    record Unchanged(ObjectKey key, long size) implements SyncAction {
        @Override
        public Reason reason() {
            return Reason.UNCHANGED;
        }
    }

    /// The target cannot hold it; nothing is sent, and the item counts as failed.
    ///
    /// @param source the version that cannot be held
    /// @param rule what it breaks, in words
    record Refused(Reason reason, ObjectMetadata source, String rule) implements SyncAction {
        @Override
        public ObjectKey key() {
            return source.key();
        }

        @Override
        public long size() {
            return source.size();
        }
    }
}
