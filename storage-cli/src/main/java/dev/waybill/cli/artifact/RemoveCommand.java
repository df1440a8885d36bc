package dev.waybill.cli.artifact;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.RepositorySettings;
import dev.waybill.domain.operation.ArtifactOperations;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
import dev.waybill.domain.remote.RemoteDeletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Deletes versions.
@Command(
        name = "rm",
        description = {
            "Delete versions. A deleted version can be restored, and takes its room until it is removed --permanently "
                    + "and waybill artifact gc has run.",
            "A version that an alias other than latest names is kept, unless --force is given. What cannot be deleted "
                    + "does not keep the others from it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact rm net:v1..v5 faces:v2 --in lab:",
            "  waybill artifact rm net --keep-last 5 --dry-run     all but the newest and what has an alias",
            "  waybill artifact rm net:v1 --permanently"
        })
final class RemoveCommand extends RepositoryCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "VERSION",
            description = "name:v3 or name:v1..v5; with --keep-last the names of artifacts.")
    private List<String> typed = List.of();

    @Option(names = "--keep-last", paramLabel = "N", description = "Delete all but the newest N and what has an alias.")
    private Optional<Integer> keepLast = Optional.empty();

    @Option(names = "--permanently", description = "Remove them for good; they cannot be restored.")
    private boolean permanently;

    @Option(
            names = {"-f", "--force"},
            description = "Also those that an alias names.")
    private boolean force;

    @Option(
            names = {"-y", "--yes"},
            description = "Ask nothing. Without a terminal nothing is asked anyway.")
    private boolean yes;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be deleted.")
    private boolean dryRun;

    RemoveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// Where the configuration allows it, the store's machine removes the files of a version.
    @Override
    RepositorySettings settings(Session session, Places places, Location location) {
        RepositorySettings settings = super.settings(session, places, location);
        return permanently && !dryRun
                ? places.executor(location)
                        .map(machine -> settings.withNearData(new RemoteDeletion(machine)))
                        .orElse(settings)
                : settings;
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        List<VersionRange> choices = choices();
        VersionChange change = permanently ? new VersionChange.Remove(force) : new VersionChange.Delete(force);
        var batch = VersionBatches.of(work);
        List<VersionBatch.Item> doomed = keepLast.isPresent()
                ? beyond(work, batch, choices, keepLast.get())
                : batch.items(choices, change::isFor);
        confirm(work, doomed);
        List<String> gone = new ArrayList<>();
        for (VersionBatch.Item item : doomed) {
            if (batch.isDone(item.toString(), () -> remove(work, change, item))) {
                gone.add(item.toString());
                if (!isJson()) {
                    work.console().line((dryRun ? "would delete " : "deleted ") + SafeText.of(item.toString()));
                }
            }
        }
        if (isJson()) {
            json(work, dryRun ? "would-delete" : "deleted", json -> {
                json.writeBooleanProperty("permanently", permanently);
                Ndjson.texts(json, "versions", gone);
                Ndjson.texts(json, "failed", batch.failures().keySet());
            });
        }
        return VersionBatches.exitCode(batch);
    }

    private List<VersionRange> choices() throws InterruptedException {
        List<VersionRange> choices = VersionBatches.ranges(typed);
        for (int i = 0; i < typed.size(); i++) {
            ArtifactReference first = choices.get(i).first();
            if (keepLast.isPresent() && typed.get(i).contains(":")) {
                throw CommandFailure.usage(
                        "an artifact was expected, not a version: " + typed.get(i),
                        "leave out what stands behind the colon");
            }
            if (keepLast.isEmpty() && first.version().isEmpty()) {
                throw CommandFailure.usage(
                        "rm takes numbers, not aliases: " + typed.get(i),
                        "waybill artifact versions " + first.name() + " shows them");
            }
        }
        if (keepLast.isPresent() && keepLast.get() < 1) {
            throw CommandFailure.usage(
                    "at least 1 version must be kept: " + keepLast.get(), "rm name:v1..v5 deletes what it names");
        }
        return choices;
    }

    private static List<VersionBatch.Item> beyond(Work work, VersionBatch batch, List<VersionRange> choices, int keep)
            throws InterruptedException {
        var doomed = new ArrayList<VersionBatch.Item>();
        for (VersionRange choice : choices) {
            batch.resolve(choice.toString(), () -> {
                ArtifactId id = batch.identify(choice.first());
                work.repository().beyondNewest(id, keep).stream()
                        .map(version ->
                                new VersionBatch.Item(id, version.entry().version()))
                        .forEach(doomed::add);
            });
        }
        return doomed;
    }

    /// Somebody at a terminal is asked once about all of them, where several go or one for good.
    private void confirm(Work work, List<VersionBatch.Item> doomed) {
        boolean asked = !yes && !dryRun && work.session().surroundings().errIsTerminal();
        if (!asked || doomed.isEmpty() || (doomed.size() == 1 && !permanently)) {
            return;
        }
        doomed.forEach(item -> work.console().note("  " + SafeText.of(item.toString())));
        String question = permanently
                ? "Remove " + Sizes.count(doomed.size(), "version") + " for good?"
                : "Delete " + Sizes.count(doomed.size(), "version") + "?";
        if (!work.session().isConfirmed(question)) {
            throw new CommandFailure(Failure.of(ExitCode.GUARDED, "nothing was deleted"));
        }
    }

    private void remove(Work work, VersionChange change, VersionBatch.Item item) throws InterruptedException {
        ArtifactOperations operations = keepLast.map(keep -> work.operations().with("keep-last", keep.toString()))
                .orElse(work.operations());
        if (!dryRun) {
            change.make(operations, item.id(), item.number());
        }
    }
}
