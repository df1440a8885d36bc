package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.transfer.TransferLimits;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say between which stores, and how much at once.
final class PlaceFlags {
    private static final int MOST_TRANSFERS = 1000;

    @Option(names = "--remote", paramLabel = "NAME", description = "The remote to sync with, or its URL.")
    Optional<String> remote = Optional.empty();

    @Option(
            names = "--storage",
            paramLabel = "FOLDER",
            description = "The local folder; the nearest one called storage if left out.")
    Optional<Path> storage = Optional.empty();

    @Option(
            names = "--transfers",
            paramLabel = "N",
            description = "Move so many objects or parts at once (default 32).")
    Optional<Integer> transfers = Optional.empty();

    ConfigurationOverrides overrides(ConfigurationOverrides flags) {
        var result = flags;
        if (remote.isPresent()) {
            result = result.withRemote(remote.get());
        }
        return storage.isPresent() ? result.withStorage(storage.get()) : result;
    }

    TransferLimits limits(SyncDefaults configured) {
        int slots = transfers.orElseGet(() -> configured.transfers().orElse(TransferLimits.DEFAULT.requestSlots()));
        if (slots < 1 || slots > MOST_TRANSFERS) {
            throw CommandFailure.usage(
                    "--transfers must be 1 to " + MOST_TRANSFERS + ": " + slots, "32 is a good start");
        }
        return TransferLimits.DEFAULT.withRequestSlots(slots);
    }
}
