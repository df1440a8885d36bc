package dev.waybill.cli.artifact;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.command.RateFlags;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.SavedVersion;
import dev.waybill.domain.artifact.format.JsonObject;
import dev.waybill.domain.artifact.format.ManifestReference;
import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Saves files as the next version of an artifact.
@Command(
        name = "save",
        description = {
            "Save files and folders as the next version of an artifact.",
            "A file keeps its name, a folder gives what lies in it. A content that the repository has already is not "
                    + "stored again. Others see all of the version or nothing; of many who save at once each gets a "
                    + "number of its own."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact save model/net out/ --tag fast --in lab:",
            "  waybill artifact save dataset/faces train.csv test.csv --description \"third cut\"",
            "  waybill artifact save model/net out/ --alias production --run demo/train/20261127_120000_0a1b2c",
            "  waybill artifact save dataset/raw --reference s3://far/away.tar"
        })
final class SaveCommand extends RepositoryCommand {
    @Parameters(index = "0", paramLabel = "TYPE/NAME", description = "The artifact: model/net, dataset/faces.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files and folders: local paths, remote:path or URLs.")
    private List<String> files = List.of();

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is, in words.")
    private String description = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "Add a tag; may be given several times.")
    private List<String> tags = List.of();

    @Option(names = "--metadata", paramLabel = "NAME=TEXT", description = "Add metadata; may be given several times.")
    private Map<String, String> metadata = new LinkedHashMap<>();

    @Option(
            names = "--metadata-json",
            paramLabel = "JSON",
            description = "Metadata as one JSON object, to which --metadata adds.")
    private String metadataJson = "{}";

    @Option(
            names = "--reference",
            paramLabel = "URI",
            description = "Name something that is not stored; may be given several times.")
    private List<String> references = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Leave out files of folders whose path or name matches; may be given several times.")
    private List<String> excluded = List.of();

    @Option(names = "--alias", paramLabel = "ALIAS", description = "Let it name the new version, too.")
    private List<String> aliases = List.of();

    @Mixin
    private RateFlags rates = new RateFlags();

    @Option(names = "--run", paramLabel = "RUN", description = "The run that made it: project/name/id.")
    private Optional<String> run = Optional.empty();

    SaveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected LimitOptions limits() {
        return rates.limits();
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactReference typed = reference(name);
        String type = typed.type()
                .filter(said -> !name.contains(":"))
                .orElseThrow(() -> CommandFailure.usage(
                        "save needs a type and a name: " + name, "write it as model/" + typed.name()));
        ArtifactDraft draft = typed(() -> draft(work, new ArtifactId(type, typed.name())));
        for (String alias : aliases) {
            typed(() -> ArtifactReference.requireAlias(alias));
        }
        SavedVersion saved = typed(() -> work.operations().save(draft));
        for (String alias : aliases) {
            work.operations().setAlias(saved.id(), saved.number(), alias);
        }
        print(work, saved);
        return saved.lineageProblem().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private ArtifactDraft draft(Work work, ArtifactId id) {
        var draft = new ArtifactDraft(id).describe(description).tag(tags.toArray(String[]::new));
        JsonObject said = JsonObject.parse(metadataJson);
        for (var entry : metadata.entrySet()) {
            said = said.with(entry.getKey(), entry.getValue());
        }
        draft.describe(said);
        references.forEach(
                uri -> draft.addReference(ManifestReference.of(uri, Optional.empty(), OptionalLong.empty())));
        run.map(RunPath::parse).ifPresent(draft::by);
        var exclusion = new Globs(excluded);
        for (String file : files) {
            Location location = work.places().existing(file);
            Optional<ObjectMetadata> object = location.object();
            if (object.isPresent()) {
                draft.addFile(new ObjectKey(location.name()), location.store(), object.get());
            } else if (location.isFolder()) {
                draft.addFolder(location.store(), location.folder(), "", path -> !exclusion.match(path));
            } else {
                throw location.notFound();
            }
        }
        return draft;
    }

    private void print(Work work, SavedVersion saved) {
        saved.lineageProblem().ifPresent(problem -> work.console().warning("the run does not tell of it: " + problem));
        if (isJson()) {
            json(work, "saved", json -> {
                json.writeStringProperty("artifact", saved.id().toString());
                json.writeNumberProperty("version", saved.number());
                json.writeNumberProperty("files", saved.manifest().files().size());
                json.writeNumberProperty("bytes", saved.manifest().fileBytes());
                json.writeNumberProperty("storedBytes", saved.storedBytes());
            });
            return;
        }
        work.console()
                .line("saved " + saved + ": "
                        + Sizes.count(saved.manifest().files().size(), "file") + ", "
                        + Sizes.of(saved.manifest().fileBytes()) + ", " + Sizes.of(saved.storedBytes())
                        + " of it new");
    }
}
