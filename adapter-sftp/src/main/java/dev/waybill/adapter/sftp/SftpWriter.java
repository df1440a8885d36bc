package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Puts bytes at a key, all or none: into a file with a name of its own beside it, to the disk, and only then
/// to the key by renaming. Any thread may use it.
final class SftpWriter {
    private final RemoteRoot root;
    private final SftpErrors errors;
    private final Clock clock;
    private final StaleFiles stale;

    SftpWriter(RemoteRoot root, SftpErrors errors, Clock clock) {
        this.root = root;
        this.errors = errors;
        this.clock = clock;
        stale = new StaleFiles(clock);
    }

    /// Writes the bytes of an object.
    interface Content {
        /// Writes them all, and says how many they are.
        long writeTo(RemoteFile file) throws IOException;
    }

    /// Stores `content` at `key`.
    ///
    /// @param modified the mtime it gets, or empty for the time of writing
    ObjectMetadata write(ObjectKey key, Precondition precondition, Optional<Instant> modified, Content content) {
        try (var call = root.begin()) {
            return write(call, key, precondition, modified, content);
        } catch (IOException e) {
            throw errors.beforeChange(key, e);
        }
    }

    /// The same, by a call that has begun.
    ObjectMetadata write(
            Call call, ObjectKey key, Precondition precondition, Optional<Instant> modified, Content content) {
        boolean changing = false;
        try (var folders = new Folders(call);
                var ahead = new DraftAhead(call, key, clock)) {
            var commit = new Commit(call, errors, key, precondition, clock);
            commit.requireSupported();
            var looking = call.look(key);
            if (stale.hasSeen(key)) {
                ahead.ask();
            }
            var before = looking.await();
            commit.check(before);
            try (var draft = Draft.open(call, folders, key, before, ahead)) {
                commit.check(draft.place());
                var facts = draft.finish(content, modified);
                changing = true;
                commit.publish(draft.path(), draft.place().leaf(), true);
                draft.keep();
                folders.keep();
                stale.sweep(call, key);
                return facts.metadata(key);
            }
        } catch (IOException e) {
            throw changing ? errors.of(key, e) : errors.beforeChange(key, e);
        }
    }
}
