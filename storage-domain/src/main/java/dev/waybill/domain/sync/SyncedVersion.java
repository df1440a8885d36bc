package dev.waybill.domain.sync;

import dev.waybill.port.Etag;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.Optional;

/// How one side showed a version when it was synced: what its listing would show again.
///
/// @param modified the time of the content, or where the store keeps none, that of its own clock
/// @param etag the version's token, if the store gives any
public record SyncedVersion(Instant modified, Optional<Etag> etag) {
    /// The version that `metadata` shows.
    public static SyncedVersion of(ObjectMetadata metadata) {
        return new SyncedVersion(metadata.contentModified().orElse(metadata.modified()), metadata.etag());
    }
}
