package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.VersionTick;
import dev.waybill.port.IObjectStorageAdapter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What of a store decides how far its listing tells one version from another.
///
/// @param isFolder whether content can be read as cheaply as asked for
/// @param tick how far apart two edits must be to show in the listing, where versions are told apart by their
///     time; empty where they are told apart otherwise
record StoreTraits(boolean isFolder, Optional<Duration> tick) {
    static StoreTraits of(IObjectStorageAdapter store) {
        return new StoreTraits(
                StoreContents.isFolder(store),
                VersionTick.of(store.capabilities()).length());
    }

    /// How exactly both stores keep the time of content; empty if one does not keep it.
    static Optional<Duration> commonPrecision(IObjectStorageAdapter a, IObjectStorageAdapter b) {
        Optional<Duration> left = a.capabilities().modifiedPrecision();
        Optional<Duration> right = b.capabilities().modifiedPrecision();
        return left.flatMap(one -> right.map(other -> one.compareTo(other) >= 0 ? one : other));
    }

    /// Whether an edit made after `seen` may show as `version`: it was so new then that the clock need not have
    /// ticked in between.
    boolean isRacy(SyncedVersion version, Instant seen) {
        return new VersionTick(tick).isRacy(version.modified(), seen);
    }
}
