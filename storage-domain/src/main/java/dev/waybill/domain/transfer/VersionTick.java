package dev.waybill.domain.transfer;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How far a store's listing tells one version from another.
///
/// @param length how far apart two edits must be to show in the listing, where versions are told apart by their
///     time; empty where they are told apart otherwise
public record VersionTick(Optional<Duration> length) {
    /// Beyond what stores say of their precision: file systems keep nanoseconds, but take them from a clock that
    /// goes on in steps, on FAT of two seconds, and not exactly with the clock of this program.
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /// That of files whose times are told to the nanosecond.
    public static final VersionTick OF_FILES = new VersionTick(Optional.of(MARGIN.plusNanos(1)));

    /// That of a store. One that keeps times but no metadata keeps them as those of files, and makes its tokens of
    /// them.
    public static VersionTick of(Capabilities can) {
        boolean byTime = holdsFiles(can) || !can.has(Capability.VERSION_TOKENS);
        Optional<Duration> tick =
                Optional.of(can.modifiedPrecision().orElse(Duration.ZERO).plus(MARGIN));
        return new VersionTick(tick.filter(duration -> byTime));
    }

    /// Whether a store of these capabilities holds files in folders, so that no name is both.
    public static boolean holdsFiles(Capabilities can) {
        return !can.has(Capability.USER_METADATA) && can.modifiedPrecision().isPresent();
    }

    /// Whether an edit made after `seen` may show as the version of this time: it was so new then that the clock need
    /// not have ticked in between.
    public boolean isRacy(Instant modified, Instant seen) {
        return length.isPresent() && !modified.isBefore(seen.minus(length.get()));
    }
}
