package dev.waybill.domain.transfer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one version of the source that a transfer moves. Any number of threads may use it.
final class SourceVersion {
    private final IObjectStorageAdapter store;
    private final ObjectMetadata what;

    SourceVersion(IObjectStorageAdapter store, ObjectMetadata what) {
        this.store = store;
        this.what = what;
    }

    ObjectMetadata metadata() {
        return what;
    }

    /// The token by which the store tells this version from others, if it has such.
    Optional<Etag> token() {
        return what.etag().filter(etag -> store.capabilities().has(Capability.VERSION_TOKENS));
    }

    /// Whether an edit made after `seen` may show as this version.
    boolean isRacy(Instant seen) {
        return VersionTick.of(store.capabilities())
                .isRacy(what.contentModified().orElse(what.modified()), seen);
    }

    /// What tells this version from others, in words.
    String name() {
        return token().map(Etag::value).orElseGet(() -> what.size() + " bytes of " + what.modified());
    }

    /// The same version, with what a newer answer about it tells beside what was known.
    SourceVersion completedBy(ObjectMetadata answer) {
        List<Checksum> checksums = answer.checksums().isEmpty() ? what.checksums() : answer.checksums();
        return new SourceVersion(
                store,
                new ObjectMetadata(
                        what.key(),
                        what.size(),
                        what.modified(),
                        what.etag().or(answer::etag),
                        what.contentModified().or(answer::contentModified),
                        checksums,
                        answer.contentType().or(what::contentType),
                        answer.userMetadata().or(what::userMetadata),
                        answer.writeId()));
    }

    /// Opens bytes of this version and of no other.
    ///
    /// @throws StorageException.ObjectNotFound if the source vanished
    /// @throws StorageException.PreconditionFailed if it changed
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Returned, or closed here.
    ObjectContent open(ByteRange range) {
        GetOptions options = GetOptions.of(range);
        options = token().map(options::withIfMatch).orElse(options);
        ObjectContent content = get(options);
        boolean asked = range.within(what.size()).equals(Optional.of(content.range()));
        if (!asked || !isSame(content.metadata())) {
            closeQuietly(content);
            throw changed(null);
        }
        return content;
    }

    @MustBeClosed
    private ObjectContent get(GetOptions options) {
        try {
            return store.get(what.key(), options);
        } catch (StorageException.PreconditionFailed | StorageException.RangeUnsatisfiable e) {
            throw changed(e);
        }
    }

    /// What the store says of this version now.
    ///
    /// @throws StorageException.ObjectNotFound if the source vanished
    /// @throws StorageException.PreconditionFailed if it changed
    ObjectMetadata stat() {
        ObjectMetadata now = store.stat(what.key())
                .orElseThrow(() -> new StorageException.ObjectNotFound(store.store(), what.key(), null));
        if (!isSame(now)) {
            throw changed(null);
        }
        return now;
    }

    StorageException.PreconditionFailed changed(@Nullable Throwable cause) {
        String version = what.etag().map(Etag::value).orElse(what.size() + " bytes of " + what.modified());
        return new StorageException.PreconditionFailed(
                store.store(), what.key(), "still the version to be moved, " + version, cause);
    }

    /// The failure of a reading, of the kind that the source gave it.
    StorageException failure(Exception reading) {
        for (@Nullable Throwable cause = reading; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException kind) {
                return kind instanceof StorageException.PreconditionFailed ? changed(kind) : kind;
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            return new StorageException.Cancelled(store.store(), Optional.of(what.key()), reading);
        }
        return new StorageException.SourceFailed(
                store.store(), what.key(), String.valueOf(reading.getMessage()), reading);
    }

    /// Every adapter's bytes were read and checked before this; what closing says changes nothing.
    static void closeQuietly(ObjectContent content) {
        try {
            content.close();
        } catch (IOException | StorageException e) {
            // The connection is given up either way.
        }
    }

    private boolean isSame(ObjectMetadata now) {
        if (now.size() != what.size()) {
            return false;
        }
        if (what.etag().isPresent() && now.etag().isPresent()) {
            return what.etag().equals(now.etag());
        }
        // Some answers of a store give its times cut to the second, and others of the same store do not.
        boolean eitherCut = isCut(now.modified()) || isCut(what.modified());
        return eitherCut
                ? cut(now.modified()).equals(cut(what.modified()))
                : now.modified().equals(what.modified());
    }

    private static boolean isCut(Instant time) {
        return time.equals(cut(time));
    }

    private static Instant cut(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
