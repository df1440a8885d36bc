package dev.waybill.cli.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.artifact.VersionDownloads.How;
import dev.waybill.cli.command.RateFlags;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.Failures;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Fetches the files of versions.
@Command(
        name = "get",
        description = {
            "Fetch the files of a version into the cache of this machine, a folder, or another store.",
            "Without a folder, its files are hard links to what the cache keeps, only to be read; the last line says "
                    + "where they are. Into a folder, what the cache has is copied and not fetched.",
            "A file gets its name only when its bytes have the digest that the version says. Files that are there "
                    + "already with the same bytes are left alone, others only replaced by --force.",
            "Large files go in parts. The same command again goes on with a download that was cut off; it can be stopped "
                    + "by Ctrl-Z and go on by fg."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact get net:production --in lab:         into the cache",
            "  waybill artifact get net:production ./net --in lab:",
            "  waybill artifact get faces:v3 ./faces --file '*.csv'",
            "  waybill artifact get net:v3 ./net --offline           from what was fetched before",
            "  waybill artifact get --to models net:v3 faces         into models/net/v3 and models/faces/v1",
            "  waybill artifact get net ./net --run demo/eval/20261127_130000_1b2c3d"
        })
final class GetCommand extends RepositoryCommand {
    @Parameters(
            index = "0",
            paramLabel = "VERSION",
            description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "FOLDER",
            description = "Where the files go: a folder, or remote:path. With --to, more versions.")
    private List<String> others = List.of();

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description =
                    "Fetch all versions that are named, each into FOLDER/name/v3. One that fails does not keep the "
                            + "others.")
    private Optional<String> into = Optional.empty();

    @Option(
            names = "--file",
            paramLabel = "GLOB",
            description = "Only files whose path or name matches; may be given several times.")
    private List<String> wanted = List.of();

    @Option(
            names = {"-f", "--force"},
            description = "Replace other files that are there.")
    private boolean force;

    @Option(
            names = "--link",
            description =
                    "Keep the contents in the cache, and make the files in FOLDER hard links to them: they take no "
                            + "room of their own, and are only to be read.")
    private boolean link;

    @Option(names = "--no-cache", description = "Leave the cache out: fetch all that is not in FOLDER.")
    private boolean noCache;

    @Option(
            names = "--offline",
            description =
                    "Ask the repository nothing: the catalog says what a version has, the cache has the files. Each "
                            + "that it has not is named.")
    private boolean offline;

    @Mixin
    private RateFlags rates = new RateFlags();

    @Option(names = "--run", paramLabel = "RUN", description = "The run that uses it: project/name/id.")
    private Optional<String> run = Optional.empty();

    GetCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected LimitOptions limits() {
        return rates.limits();
    }

    @Override
    boolean isOffline() {
        return offline;
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        How how = how();
        return into.isPresent() ? many(work, how, into.get()) : one(work, how);
    }

    /// @throws CommandFailure if what was typed makes no sense together
    private How how() throws InterruptedException {
        if (into.isEmpty() && others.size() > 1) {
            throw CommandFailure.usage(
                    "two folders were given: " + others.getFirst() + " and " + others.get(1),
                    "several versions are fetched by --to FOLDER VERSION...");
        }
        boolean toCache = into.isEmpty() && others.isEmpty();
        if (noCache && (link || toCache)) {
            throw CommandFailure.usage(
                    link ? "--link needs the cache, which --no-cache leaves out" : "--no-cache needs a folder",
                    "waybill artifact get --help shows what there is");
        }
        if (offline && (noCache || run.isPresent())) {
            throw CommandFailure.usage(
                    noCache
                            ? "--offline takes files from the cache, which --no-cache leaves out"
                            : "--run writes into the repository, which --offline does not ask",
                    "leave one of the two out");
        }
        Materialization toFolder = link ? Materialization.LINK : noCache ? Materialization.FETCH : Materialization.COPY;
        return new How(
                toCache ? Optional.empty() : Optional.of(toFolder), force, offline, typed(() -> new Globs(wanted)));
    }

    private ArtifactVersion version(Work work, ArtifactReference reference) throws InterruptedException {
        Optional<RunPath> user = typed(() -> run.map(RunPath::parse));
        return user.isPresent()
                ? work.operations().use(reference, user.get())
                : work.browser().version(reference);
    }

    private ExitCode one(Work work, How how) throws InterruptedException {
        ArtifactVersion version = version(work, reference(typed));
        FetchedVersion done;
        try (var progress = work.session().progress(isJson());
                var downloads = new VersionDownloads(work, progress, how, List.of(version))) {
            done = others.isEmpty()
                    ? FetchedVersion.of(version, downloads.toCache(version))
                    : toFolder(work, downloads, version, others.getFirst());
        }
        done.print(work, isJson());
        if (how.toFolder().isEmpty() && !isJson()) {
            work.console().line(SafeText.of(done.folder()));
        }
        return done.exitCode();
    }

    private static FetchedVersion toFolder(
            Work work, VersionDownloads downloads, ArtifactVersion version, String folder) throws InterruptedException {
        try (var place = place(work, folder)) {
            return new FetchedVersion(version, place.name(""), downloads.to(place, "", version));
        }
    }

    @MustBeClosed
    private static DownloadPlace place(Work work, String folder) {
        return DownloadPlace.of(
                work.session(), work.places(), folder, work.location().store().store());
    }

    private ExitCode many(Work work, How how, String folder) throws InterruptedException {
        var failures = new ArrayList<Failure>();
        Map<String, ArtifactVersion> versions = versions(work, failures);
        var done = new ArrayList<FetchedVersion>();
        try (var progress = work.session().progress(isJson());
                var place = place(work, folder);
                var downloads = new VersionDownloads(work, progress, how, List.copyOf(versions.values()))) {
            for (var each : versions.entrySet()) {
                ArtifactVersion version = each.getValue();
                attempt(
                        failures,
                        () -> done.add(new FetchedVersion(
                                version, place.name(each.getKey()), downloads.to(place, each.getKey(), version))));
            }
        }
        done.forEach(each -> each.print(work, isJson()));
        failures.forEach(work.console()::failure);
        boolean all = failures.isEmpty() && done.stream().allMatch(each -> each.exitCode() == ExitCode.DONE);
        return all ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    /// The versions that were typed and are there, by the folder that each gets.
    private Map<String, ArtifactVersion> versions(Work work, List<Failure> failures) throws InterruptedException {
        var references = new ArrayList<ArtifactReference>();
        references.add(reference(typed));
        for (String other : others) {
            references.add(reference(other));
        }
        var versions = new LinkedHashMap<String, ArtifactVersion>();
        for (ArtifactReference reference : references) {
            attempt(failures, () -> add(versions, version(work, reference)));
        }
        return versions;
    }

    /// @throws CommandFailure if artifacts of two types would get the same folder
    private static void add(Map<String, ArtifactVersion> versions, ArtifactVersion version) {
        String folder = version.id().name() + "/v" + version.number();
        ArtifactVersion other = versions.putIfAbsent(folder, version);
        if (other != null && !other.id().equals(version.id())) {
            throw CommandFailure.usage(
                    version + " and " + other + " would both go to " + folder, "fetch them one by one");
        }
    }

    private interface Attempt {
        void make() throws InterruptedException;
    }

    /// Notes a failure that does not keep others from being tried.
    private static void attempt(List<Failure> failures, Attempt attempt) throws InterruptedException {
        try {
            attempt.make();
        } catch (StorageException.Cancelled e) {
            throw e;
        } catch (StorageException | ArtifactFailure | LocalContents.Unusable | SyncRefused | CommandFailure e) {
            failures.add(Failures.of(e));
        }
    }
}
