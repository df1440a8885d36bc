package dev.waybill.cli.command;

import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.sync.Speed;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.transfer.TransferLimits;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that push, pull and status have in common.
final class SyncFlags {
    @Mixin
    private PlaceFlags place = new PlaceFlags();

    @Mixin
    private CompareFlags comparing = new CompareFlags();

    @Option(
            names = "--part-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Move objects of more than two parts in parts of this size, as 64MiB (default 16MiB).")
    Optional<Long> partSize = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    OutputFormat output = OutputFormat.TEXT;

    ConfigurationOverrides overrides(ConfigurationOverrides flags) {
        return place.overrides(flags);
    }

    /// What is synced and how; flags go before what is configured.
    SyncOptions options(SyncDefaults configured) {
        return comparing.options(configured);
    }

    boolean followLinks(SyncDefaults configured) {
        return comparing.followLinks(configured);
    }

    Speed speed(SyncDefaults configured) {
        TransferLimits limits = place.limits(configured);
        return place.speed(
                partSize.map(bytes -> limits.withParts(bytes, 2 * bytes)).orElse(limits), configured);
    }
}
