package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failures;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.RunPath;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fetches the files of a version.
@Command(
        name = "get",
        description = {
            "Fetch the files of a version into a folder, or into another store.",
            "A file gets its name there only when its bytes have the digest that the version says. Files that are there "
                    + "already with the same bytes are left alone, others only replaced by --force.",
            "Large files go in parts. The same command again goes on with a download that was cut off."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact get net:production ./net --in lab:",
            "  waybill artifact get faces:v3 ./faces --file '*.csv'",
            "  waybill artifact get net ./net --run demo/eval/20261127_130000_1b2c3d"
        })
final class GetCommand extends RepositoryCommand {
    @Parameters(
            index = "0",
            paramLabel = "VERSION",
            description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Where the files go.")
    private String target = "";

    @Option(
            names = "--file",
            paramLabel = "GLOB",
            description = "Only files whose path or name matches; may be given several times.")
    private List<String> wanted = List.of();

    @Option(
            names = {"-f", "--force"},
            description = "Replace other files that are there.")
    private boolean force;

    @Option(names = "--run", paramLabel = "RUN", description = "The run that uses it: project/name/id.")
    private Optional<String> run = Optional.empty();

    GetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactReference reference = reference(typed);
        Globs globs = typed(() -> new Globs(wanted));
        Optional<RunPath> user = typed(() -> run.map(RunPath::parse));
        ArtifactVersion version = user.isPresent()
                ? work.repository().use(reference, user.get())
                : work.repository().version(reference);
        DownloadResult result = download(work, version, globs);
        version.problems().forEach(work.console()::warning);
        print(work, version, result);
        return result.failures().isEmpty() && version.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private DownloadResult download(Work work, ArtifactVersion version, Globs globs) throws InterruptedException {
        try (var place = DownloadPlace.of(
                        work.session(),
                        work.places(),
                        target,
                        work.location().store().store());
                var progress = work.session().progress(isJson())) {
            var options = DownloadOptions.DEFAULT.withListener(new DownloadProgress(progress));
            options = force ? options.replacing() : options;
            options = place.journal().map(options::withJournal).orElse(options);
            return work.repository()
                    .download(
                            version,
                            place.to().store(),
                            place.to().folder(),
                            file -> globs.isEmpty() || globs.match(file.path().value()),
                            options);
        }
    }

    private void print(Work work, ArtifactVersion version, DownloadResult result) {
        var failures = new TreeMap<>(result.failures());
        failures.values().forEach(failure -> work.console().failure(Failures.of(failure)));
        if (isJson()) {
            json(work, "fetched", json -> {
                json.writeStringProperty("artifact", version.id().toString());
                json.writeNumberProperty("version", version.number());
                json.writeNumberProperty("files", result.files());
                json.writeNumberProperty("bytes", result.bytes());
                json.writeNumberProperty("present", result.present());
                VersionText.texts(json, "failed", failures.keySet());
            });
            return;
        }
        work.console()
                .line("fetched " + Sizes.count(result.files(), "file") + " (" + Sizes.of(result.bytes()) + ") of "
                        + SafeText.of(version.toString())
                        + (result.present() == 0 ? "" : ", " + result.present() + " were there already")
                        + (failures.isEmpty() ? "" : ", " + failures.size() + " failed"));
    }
}
