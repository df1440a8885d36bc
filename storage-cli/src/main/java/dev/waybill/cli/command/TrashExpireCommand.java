package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.trash.TrashExpiry;
import dev.waybill.domain.sync.trash.TrashListing;
import dev.waybill.domain.sync.trash.TrashRun;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Removes what the trash has held long enough.
@Command(
        name = "expire",
        description = {
            "Remove what the trash holds of runs that ended long enough ago; they cannot be undone any more.",
            "What a run works on still stays, and so does what no run put there. A run that noted no end, since it was"
                    + " killed or goes on elsewhere, goes when it began a week ago, or when this machine knows that it"
                    + " is over."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill trash expire --older-than 30d --dry-run   only tell what would go",
            "  waybill trash expire --older-than 30d             on both sides of push and pull",
            "  waybill trash expire prod --older-than 2w"
        })
public final class TrashExpireCommand extends WaybillCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "The name of a remote or a URL; both sides of push and pull if left out.")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            required = true,
            converter = Age.class,
            description = "How long ago a run must have ended: 30d, 12h, 2w.")
    private Duration age = Duration.ZERO;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be removed.")
    private boolean dryRun;

    @Mixin
    private PairFlags pair = new PairFlags();

    /// @param surroundings what is around the run
    public TrashExpireCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return pair.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        var outcome = ExitCode.DONE;
        try (var opened = TrashStores.open(session, place)) {
            for (IObjectStorageAdapter store : opened.stores()) {
                if (!expire(session, store, opened.history())) {
                    outcome = ExitCode.INCOMPLETE;
                }
            }
        }
        return outcome;
    }

    private boolean expire(Session session, IObjectStorageAdapter store, RunHistory history) {
        var expiry = new TrashExpiry(
                store,
                run -> history.find(run).filter(history::goesOn).isPresent(),
                run -> history.find(run).filter(entry -> !history.goesOn(entry)).isPresent());
        Instant now = session.surroundings().clock().instant();
        long objects = 0;
        long bytes = 0;
        boolean complete = true;
        for (TrashRun run : TrashListing.of(store).runs()) {
            if (!expiry.isDue(run, now.minus(age), now)) {
                continue;
            }
            if (!dryRun) {
                List<StorageException> failures = expiry.remove(run.run());
                failures.forEach(failure -> session.console().failure(StorageFailures.of(failure)));
                complete &= failures.isEmpty();
            }
            objects += run.objects();
            bytes += run.bytes();
            session.console()
                    .line((dryRun ? "would remove " : "removed ") + Sizes.count(run.objects(), "object") + " ("
                            + Sizes.of(run.bytes()) + ") of run " + run.run());
        }
        session.console()
                .line(SafeText.of(store.store().toString()) + ": " + Sizes.count(objects, "object") + ", "
                        + Sizes.of(bytes) + (dryRun ? " would go" : " gone"));
        return complete;
    }
}
