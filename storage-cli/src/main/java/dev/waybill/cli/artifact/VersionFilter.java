package dev.waybill.cli.artifact;

import dev.waybill.domain.catalog.CatalogQuery;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which artifacts and versions of a catalog are wanted, in which order, and how many.
final class VersionFilter {
    /// In which order.
    enum Sort {
        NAME,
        CREATED,
        SIZE,
        VERSIONS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--name", paramLabel = "GLOB", description = "Only those whose name matches, as net-*.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only versions with this tag.")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--alias", paramLabel = "ALIAS", description = "Only versions that this alias names.")
    private Optional<String> alias = Optional.empty();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only versions with this status: ready, deleted or another.")
    private Optional<String> status = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Only versions saved then or later: 2026-11-27, 2026-11-27T12:00:00Z or 7d for so long ago.")
    private Optional<MomentConverter.Moment> since = Optional.empty();

    @Option(
            names = "--before",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Only versions saved before.")
    private Optional<MomentConverter.Moment> before = Optional.empty();

    @Option(
            names = "--sort",
            paramLabel = "BY",
            defaultValue = "name",
            description = "By name, created, size or versions (default: ${DEFAULT-VALUE}); a search by name gives the "
                    + "best first.")
    private Sort sort = Sort.NAME;

    @Option(names = "--reverse", description = "From the last to the first.")
    private boolean reverse;

    @Option(names = "--offset", paramLabel = "N", defaultValue = "0", description = "Leave the first N out.")
    private long offset;

    @Option(names = "--limit", paramLabel = "N", description = "Show N at most.")
    private Optional<Long> limit = Optional.empty();

    /// The type that is wanted.
    Optional<String> type() {
        return type;
    }

    /// Whether anything but the type was asked for, which a catalog alone can tell.
    boolean needsCatalog() {
        return name.isPresent()
                || tag.isPresent()
                || alias.isPresent()
                || status.isPresent()
                || since.isPresent()
                || before.isPresent()
                || sort != Sort.NAME
                || reverse
                || offset != 0
                || limit.isPresent();
    }

    /// What was asked for.
    ///
    /// @param text what names must have in them
    /// @param most how many at most, if not said
    /// @throws IllegalArgumentException naming a number that is out of range
    CatalogQuery query(Optional<String> text, long most, Clock clock) {
        return new CatalogQuery(
                type,
                name,
                text,
                tag,
                alias,
                status,
                since.map(moment -> moment.by(clock)),
                before.map(moment -> moment.by(clock)),
                CatalogQuery.Sort.valueOf(sort.name()),
                reverse,
                offset,
                limit.orElse(most));
    }
}
