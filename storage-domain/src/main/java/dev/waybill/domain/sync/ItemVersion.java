package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A version of an object, as far as a run has to know it again.
///
/// @param size its length in bytes
/// @param modified when the store took it
/// @param contentModified when its content was last changed, where the store keeps that
/// @param etag its token, where the store gives one
/// @param checksum of its content, where it became known
public record ItemVersion(
        long size,
        Instant modified,
        Optional<Instant> contentModified,
        Optional<Etag> etag,
        Optional<Checksum> checksum) {

    /// The version that `metadata` shows.
    public static ItemVersion of(ObjectMetadata metadata) {
        return new ItemVersion(
                metadata.size(),
                metadata.modified(),
                metadata.contentModified(),
                metadata.etag(),
                metadata.checksums().stream().findFirst());
    }

    /// What a write of `source` will come to: its token and the store's time are not known before.
    static ItemVersion intended(ObjectMetadata source) {
        return new ItemVersion(
                source.size(),
                source.modified(),
                source.contentModified(),
                Optional.empty(),
                source.checksums().stream().findFirst());
    }

    /// The same with this checksum, where there is one.
    public ItemVersion withChecksum(Optional<Checksum> known) {
        return new ItemVersion(size, modified, contentModified, etag, known.or(() -> checksum));
    }

    /// Whether `now` shows this very version.
    public boolean isStill(ObjectMetadata now) {
        return ListedVersion.isStill(shownAt(now.key()), now);
    }

    /// Whether `now` is what this was meant to become: of the same size, and of the same time as exactly as the store
    /// keeps it, or the same checksum.
    ///
    /// @param precision how exactly the store keeps times of content; empty if it does not
    public boolean isMet(ObjectMetadata now, Optional<Duration> precision) {
        if (now.size() != size) {
            return false;
        }
        Optional<Checksum> said = checksum.flatMap(c -> now.checksum(c.algorithm()));
        if (said.isPresent()) {
            return said.equals(checksum);
        }
        return SyncPlanner.haveEqualTimes(shownAt(now.key()), now, precision);
    }

    /// Whether the base shows this version as the synced one.
    public boolean isSynced(SyncedVersion synced) {
        boolean byToken = etag.isPresent() && synced.etag().isPresent();
        return byToken
                ? etag.equals(synced.etag())
                : contentModified.orElse(modified).equals(synced.modified());
    }

    /// The name of a version for people.
    @Override
    public String toString() {
        return size + " bytes of " + contentModified.orElse(modified);
    }

    private ObjectMetadata shownAt(ObjectKey key) {
        ObjectMetadata plain = ObjectMetadata.of(key, size, modified);
        ObjectMetadata timed = contentModified.map(plain::withContentModified).orElse(plain);
        return etag.map(timed::withEtag).orElse(timed);
    }
}
