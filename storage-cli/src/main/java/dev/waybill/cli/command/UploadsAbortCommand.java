package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.uploads.FoundUpload;
import dev.waybill.cli.uploads.FoundUploads;
import dev.waybill.cli.uploads.UploadPlaces;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives up unfinished uploads at a store.
@Command(
        name = "abort",
        description = {
            "Give up uploads in parts that were begun at a store and not finished, so that it frees their parts.",
            "Which ones is for you to say: by id, by age, or all that are ours and rest. An upload of a push or pull "
                    + "of this folder that is under way is never given up. Whether one of somebody else is under way "
                    + "nobody here can tell: name it by its id, or choose an age at which it cannot be."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill uploads abort --older-than 7d          whoever began them",
            "  waybill uploads abort lab --older-than 1d --dry-run",
            "  waybill uploads abort --all                    those that push and pull of this folder left",
            "  waybill uploads abort lab --id 2~Mzk1ZjY       exactly this one"
        })
public final class UploadsAbortCommand extends WaybillCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "The name of a remote, a URL or a local folder; both sides of push and pull if left out.")
    private Optional<String> place = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "The upload of this id; can be given several times.")
    private List<String> ids = List.of();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description = "All that were begun so long ago, as 90s, 30m, 12h or 7d, whoever began them.")
    private Optional<Duration> olderThan = Optional.empty();

    @Option(names = "--all", description = "All that push and pull of this folder left and could go on with.")
    private boolean all;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be given up.")
    private boolean dryRun;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    private OutputFormat output = OutputFormat.TEXT;

    /// @param surroundings what is around the run
    public UploadsAbortCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        if (ids.isEmpty() && olderThan.isEmpty() && !all) {
            throw CommandFailure.usage(
                    "which uploads to give up must be said", "add --id ID, --older-than AGE or --all");
        }
        var missing = new HashSet<>(ids);
        boolean left = false;
        try (var opened = new UploadPlaces(session, place)) {
            for (FoundUploads uploads : opened.all()) {
                for (FoundUpload found : uploads.all()) {
                    missing.remove(found.upload().id().value());
                    left |= isMeant(found, session.surroundings().clock().instant()) && !abort(session, uploads, found);
                }
            }
        }
        requireNone(missing);
        return left ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private static void requireNone(Set<String> missing) {
        if (!missing.isEmpty()) {
            throw CommandFailure.notFound(
                    "no unfinished upload has the id " + SafeText.of(String.join(", ", missing)),
                    "waybill uploads list shows those that there are");
        }
    }

    private boolean isMeant(FoundUpload found, Instant now) {
        if (ids.contains(found.upload().id().value())) {
            return true;
        }
        boolean old = olderThan
                .filter(age -> found.upload()
                        .started()
                        .filter(started -> !started.isAfter(now.minus(age)))
                        .isPresent())
                .isPresent();
        return switch (found.owner()) {
            case RUNNING -> false;
            case RESUMABLE -> all || old;
            case OTHER -> old;
        };
    }

    /// @return whether it is gone
    private boolean abort(Session session, FoundUploads uploads, FoundUpload found) {
        boolean gone = !dryRun && uploads.abort(found);
        if (output == OutputFormat.NDJSON) {
            String type = dryRun ? "planned" : gone ? "aborted" : "running";
            UploadsListCommand.event(new Ndjson(session.console().out()), type, uploads, found);
        } else if (dryRun || gone) {
            session.console()
                    .line((dryRun ? "would give up " : "gave up ")
                            + SafeText.of(found.upload().key().value()) + " (" + Sizes.of(found.bytes()) + "), "
                            + SafeText.of(found.upload().id().value()));
        }
        if (!dryRun && !gone) {
            session.console()
                    .failure(Failure.of(
                            ExitCode.INCOMPLETE,
                            "the upload of " + found.upload().key() + " is under way in another run",
                            "stop that run first"));
        }
        return dryRun || gone;
    }
}
