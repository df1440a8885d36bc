package dev.waybill.domain.sync;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
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
    /// Beyond what stores say of their precision: file systems keep nanoseconds, but take them from a clock that
    /// goes on in steps, on FAT of two seconds, and not exactly with the clock of this program.
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /// A store that keeps times but no metadata keeps them as those of files, and makes its tokens of them.
    static StoreTraits of(IObjectStorageAdapter store) {
        Capabilities can = store.capabilities();
        boolean byTime = holdsFiles(can) || !can.has(Capability.VERSION_TOKENS);
        Optional<Duration> tick =
                Optional.of(can.modifiedPrecision().orElse(Duration.ZERO).plus(MARGIN));
        return new StoreTraits(StoreContents.isFolder(store), tick.filter(duration -> byTime));
    }

    /// How exactly both stores keep the time of content; empty if one does not keep it.
    static Optional<Duration> commonPrecision(IObjectStorageAdapter a, IObjectStorageAdapter b) {
        Optional<Duration> left = a.capabilities().modifiedPrecision();
        Optional<Duration> right = b.capabilities().modifiedPrecision();
        return left.flatMap(one -> right.map(other -> one.compareTo(other) >= 0 ? one : other));
    }

    /// Whether a store of these capabilities holds files in folders, so that no name is both.
    static boolean holdsFiles(Capabilities can) {
        return !can.has(Capability.USER_METADATA) && can.modifiedPrecision().isPresent();
    }

    /// Whether an edit made after `seen` may show as `version`: it was so new then that the clock need not have
    /// ticked in between.
    boolean isRacy(SyncedVersion version, Instant seen) {
        return tick.isPresent() && !version.modified().isBefore(seen.minus(tick.get()));
    }
}
