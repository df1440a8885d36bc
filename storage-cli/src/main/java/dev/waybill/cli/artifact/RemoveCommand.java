package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.VersionSummary;
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
            "A version that an alias other than latest names is kept, unless --force is given."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact rm net:v1 net:v2 --in lab:",
            "  waybill artifact rm net --keep-last 5 --dry-run     all but the newest and what has an alias",
            "  waybill artifact rm net:v1 --permanently"
        })
final class RemoveCommand extends RepositoryCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "VERSION",
            description = "name:v3; with --keep-last the names of artifacts.")
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
            names = {"-n", "--dry-run"},
            description = "Only tell what would be deleted.")
    private boolean dryRun;

    RemoveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// A version that is to go.
    private record Doomed(ArtifactId id, int number) {
        @Override
        public String toString() {
            return id + ":v" + number;
        }
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        // All are looked at before the first is deleted: a mistyped one changes nothing.
        var doomed = new ArrayList<Doomed>();
        for (String text : typed) {
            doomed.addAll(keepLast.isPresent() ? beyond(work, text, keepLast.get()) : List.of(one(work, text)));
        }
        for (Doomed each : doomed) {
            if (!dryRun && permanently) {
                work.repository().remove(each.id(), each.number(), force);
            } else if (!dryRun) {
                work.repository().delete(each.id(), each.number(), force);
            }
            if (!isJson()) {
                work.console().line((dryRun ? "would delete " : "deleted ") + SafeText.of(each.toString()));
            }
        }
        if (isJson()) {
            json(work, dryRun ? "would-delete" : "deleted", json -> {
                json.writeBooleanProperty("permanently", permanently);
                VersionText.texts(
                        json, "versions", doomed.stream().map(Doomed::toString).toList());
            });
        }
        return ExitCode.DONE;
    }

    private static List<Doomed> beyond(Work work, String text, int keep) throws InterruptedException {
        ArtifactId id = artifact(work, text);
        List<VersionSummary> beyond = typed(() -> work.repository().beyondNewest(id, keep));
        return beyond.stream()
                .map(version -> new Doomed(id, version.entry().version()))
                .toList();
    }

    private static Doomed one(Work work, String text) throws InterruptedException {
        ArtifactReference reference = reference(text);
        if (reference.version().isEmpty()) {
            throw CommandFailure.usage(
                    "rm takes numbers, not aliases: " + text,
                    "waybill artifact versions " + reference.name() + " shows them");
        }
        ArtifactVersion version = work.repository().version(reference);
        return new Doomed(version.id(), version.number());
    }
}
