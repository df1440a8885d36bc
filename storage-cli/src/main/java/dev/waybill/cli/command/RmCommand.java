package dev.waybill.cli.command;

import dev.waybill.cli.address.FolderWalk;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.service.PrefixDeletion;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Removes objects, or with `-r` all that lies in folders.
@Command(
        name = "rm",
        description = "Remove objects, or with -r all that lies in folders.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill rm lab:models/old.bin",
            "  waybill rm -r lab:models/           everything in models and below",
            "  waybill rm -r --dry-run lab:tmp/    only tell what would go",
            "  waybill rm -r --force lab:          empty the whole store"
        })
public final class RmCommand extends WaybillCommand {
    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "remote:path, a URL or a local path.")
    private List<String> places = List.of();

    @Option(
            names = {"-r", "--recursive"},
            description = "Remove folders with everything in them.")
    private boolean recursive;

    @Option(
            names = {"-f", "--force"},
            description = "Also empty a whole store; and do not mind what is not there.")
    private boolean force;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be removed.")
    private boolean dryRun;

    /// @param surroundings what is around the run
    public RmCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        var outcome = ExitCode.DONE;
        try (var opened = new Places(session, false)) {
            // All are looked at before the first is removed: a mistyped one changes nothing.
            List<Removal> removals = new ArrayList<>();
            for (String place : places) {
                plan(opened.existing(place)).ifPresent(removals::add);
            }
            for (Removal removal : removals) {
                if (!remove(session, opened, removal)) {
                    outcome = ExitCode.INCOMPLETE;
                }
            }
        }
        return outcome;
    }

    /// Something to be removed.
    ///
    /// @param isFolder whether it is everything in a folder, rather than an object
    private record Removal(Location location, boolean isFolder) {}

    private Optional<Removal> plan(Location location) {
        if (location.isWholeStore()) {
            requireRecursive(location);
            if (!force) {
                throw new CommandFailure(Failure.of(
                        ExitCode.GUARDED,
                        "rm would empty the whole store " + location.store().store(),
                        "name a folder in it, or add --force"));
            }
            return Optional.of(new Removal(location, true));
        }
        if (location.object().isPresent()) {
            return Optional.of(new Removal(location, false));
        }
        if (location.isFolder()) {
            requireRecursive(location);
            return Optional.of(new Removal(location, true));
        }
        if (force) {
            return Optional.empty();
        }
        throw location.notFound();
    }

    private void requireRecursive(Location location) {
        if (!recursive) {
            throw CommandFailure.usage(location + " is a folder", "add -r to remove everything in it");
        }
    }

    private boolean remove(Session session, Places opened, Removal removal) throws InterruptedException {
        Location location = removal.location;
        if (dryRun) {
            dryRun(session, removal);
            return true;
        }
        if (!removal.isFolder) {
            location.store().delete(location.key(), DeleteOptions.ANY);
            session.console().line("removed " + location);
            return true;
        }
        PrefixDeletion deletion = Folders.delete(location, opened.executor(location));
        session.console().line("removed " + Sizes.count(deletion.deleted(), "object") + " in " + location);
        deletion.failures().forEach(failed -> {
            StorageException reason = failed.reason();
            session.console().failure(StorageFailures.of(reason));
        });
        return deletion.isComplete();
    }

    private static void dryRun(Session session, Removal removal) throws InterruptedException {
        if (!removal.isFolder) {
            session.console().line("would remove " + removal.location);
            return;
        }
        long count = new FolderWalk(removal.location)
                .objects(object -> session.console()
                        .line("would remove " + removal.location.at(object.key().value())));
        session.console().line("would remove " + Sizes.count(count, "object") + " in " + removal.location);
    }
}
