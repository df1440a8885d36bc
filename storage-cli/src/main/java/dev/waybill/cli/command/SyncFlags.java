package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.CompareMode;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.transfer.TransferLimits;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that push, pull and status have in common.
final class SyncFlags {
    private static final int MOST_TRANSFERS = 1000;

    @Mixin
    PairFlags pair = new PairFlags();

    @Option(
            names = "--compare",
            paramLabel = "HOW",
            description = "How equal is told from changed: auto (default), checksum or size.")
    Optional<CompareMode> compare = Optional.empty();

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "Only what matches this pattern (gitignore syntax); can be given several times.")
    List<String> include = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave alone what matches this pattern (gitignore syntax); can be given several times.")
    List<String> exclude = List.of();

    @Option(
            names = "--links",
            paramLabel = "HOW",
            description = "What becomes of symbolic links: skip (default) or follow.")
    Optional<SyncDefaults.Links> links = Optional.empty();

    @Option(
            names = "--transfers",
            paramLabel = "N",
            description = "Move so many objects or parts at once (default 32).")
    Optional<Integer> transfers = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    OutputFormat output = OutputFormat.TEXT;

    ConfigurationOverrides overrides(ConfigurationOverrides flags) {
        return pair.overrides(flags);
    }

    /// What is synced and how; flags go before what is configured.
    SyncOptions options(SyncDefaults configured) {
        try {
            return SyncOptions.DEFAULT
                    .withCompare(compare.or(configured::compare).orElse(CompareMode.AUTO))
                    .withInclude(include.isEmpty() ? configured.include() : include)
                    .withExclude(exclude.isEmpty() ? configured.exclude() : exclude);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "patterns are written as in a .gitignore file");
        }
    }

    boolean followLinks(SyncDefaults configured) {
        return links.or(configured::links).orElse(SyncDefaults.Links.SKIP) == SyncDefaults.Links.FOLLOW;
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
