package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.sync.Speed;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.transfer.TransferLimits;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say between which stores, and how much at once.
final class PlaceFlags {
    private static final int MOST_TRANSFERS = 1000;

    @Mixin
    PairFlags pair = new PairFlags();

    @Option(
            names = "--transfers",
            paramLabel = "N",
            description = "Move so many objects or parts at once; chosen by what they come to if left out.")
    Optional<Integer> transfers = Optional.empty();

    @Mixin
    private RateFlags rates = new RateFlags();

    ConfigurationOverrides overrides(ConfigurationOverrides flags) {
        return pair.overrides(flags);
    }

    TransferLimits limits(SyncDefaults configured) {
        int slots = transfers.orElseGet(() -> configured.transfers().orElse(TransferLimits.DEFAULT.requestSlots()));
        if (slots < 1 || slots > MOST_TRANSFERS) {
            throw CommandFailure.usage(
                    "--transfers must be 1 to " + MOST_TRANSFERS + ": " + slots, "32 is a good start");
        }
        return TransferLimits.DEFAULT.withRequestSlots(slots);
    }

    /// As fast as `limits` say, and the flags let it.
    Speed speed(TransferLimits limits, SyncDefaults configured) {
        boolean pinned = transfers.isPresent() || configured.transfers().isPresent();
        return new Speed(limits, !pinned, rates.limits());
    }
}
