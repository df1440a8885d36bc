package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.CompareMode;
import dev.waybill.domain.sync.NamePolicy;
import dev.waybill.domain.sync.SyncOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say what is compared, and how.
final class CompareFlags {
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
            description =
                    "What becomes of symbolic links: skip (default), follow, or error: each at the source fails, and"
                            + " nothing is deleted.")
    Optional<SyncDefaults.Links> links = Optional.empty();

    @Option(
            names = "--names",
            paramLabel = "HOW",
            description = "What becomes of what the target cannot hold under its name, or takes for another: error"
                    + " (default; it fails, and nothing is deleted), skip, or rename: it has another name there.")
    Optional<NamePolicy> names = Optional.empty();

    /// What is synced and how; flags go before what is configured.
    SyncOptions options(SyncDefaults configured) {
        try {
            return SyncOptions.DEFAULT
                    .withCompare(compare.or(configured::compare).orElse(CompareMode.AUTO))
                    .withRefuseLinks(links(configured) == SyncDefaults.Links.ERROR)
                    .withNames(names.or(configured::names).orElse(NamePolicy.ERROR))
                    .withInclude(include.isEmpty() ? configured.include() : include)
                    .withExclude(exclude.isEmpty() ? configured.exclude() : exclude);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "patterns are written as in a .gitignore file");
        }
    }

    boolean followLinks(SyncDefaults configured) {
        return links(configured) == SyncDefaults.Links.FOLLOW;
    }

    private SyncDefaults.Links links(SyncDefaults configured) {
        return links.or(configured::links).orElse(SyncDefaults.Links.SKIP);
    }
}
