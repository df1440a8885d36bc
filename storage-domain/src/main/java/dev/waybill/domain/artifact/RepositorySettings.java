package dev.waybill.domain.artifact;

import dev.waybill.domain.layer.Sleeper;
import dev.waybill.domain.remote.RemoteDeletion;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.Capabilities;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/// How a repository is worked on.
///
/// @param clock the time that is written into documents
/// @param sleeper waits for others
/// @param random draws waits and names
/// @param placement where bytes go, if not where it suits the store
/// @param limits how much moves at once
/// @param nearData removes files where they lie, if the store's machine does
public record RepositorySettings(
        Clock clock,
        Sleeper sleeper,
        RandomGenerator random,
        Optional<ContentPlacement> placement,
        TransferLimits limits,
        Optional<RemoteDeletion> nearData) {

    /// What suits the store, by this clock.
    public static RepositorySettings of(Clock clock) {
        return new RepositorySettings(
                clock, Sleeper.REAL, new Random(), Optional.empty(), TransferLimits.DEFAULT, Optional.empty());
    }

    /// The same with bytes placed so.
    public RepositorySettings withPlacement(ContentPlacement where) {
        return new RepositorySettings(clock, sleeper, random, Optional.of(where), limits, nearData);
    }

    /// The same with so much moving at once.
    public RepositorySettings withLimits(TransferLimits how) {
        return new RepositorySettings(clock, sleeper, random, placement, how, nearData);
    }

    /// The same, with the files of versions that are removed for good removed by the store's machine.
    public RepositorySettings withNearData(RemoteDeletion deletion) {
        return new RepositorySettings(clock, sleeper, random, placement, limits, Optional.of(deletion));
    }

    ContentPlacement placementIn(Capabilities store) {
        return placement.orElseGet(() -> ContentPlacement.suiting(store));
    }
}
