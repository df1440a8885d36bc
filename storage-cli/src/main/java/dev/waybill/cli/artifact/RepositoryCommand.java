package dev.waybill.cli.artifact;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.catalog.Catalogs;
import dev.waybill.cli.catalog.Operations;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.artifact.ArtifactBrowser;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.RepositorySettings;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.operation.ArtifactOperations;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// What the commands about artifacts have in common: the repository they are about, and for whom they print.
abstract class RepositoryCommand extends WaybillCommand {
    /// For whom the result is printed.
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--in",
            paramLabel = "PLACE",
            description = "The repository: remote:path, a URL or a local folder; the default remote if left out.")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    RepositoryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What a command works with.
    ///
    /// @param location where the repository lies
    /// @param operations changes it, so that it is recorded and the catalog shows it
    /// @param browser looks at the repository, or at its catalog
    /// @param problems counts and tells of what could not be read
    record Work(
            Session session,
            Places places,
            Location location,
            ArtifactRepository repository,
            ArtifactOperations operations,
            ArtifactBrowser browser,
            Problems problems) {
        Console console() {
            return session.console();
        }
    }

    /// Tells of what could not be read, and counts it.
    static final class Problems implements Consumer<ArtifactProblem> {
        private final Console console;
        private final AtomicLong count = new AtomicLong();

        Problems(Console console) {
            this.console = console;
        }

        @Override
        public void accept(ArtifactProblem problem) {
            count.incrementAndGet();
            console.warning(problem.toString());
        }

        /// How a command ends that did all it could.
        ExitCode exitCode() {
            return count.get() == 0 ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    @Override
    protected final ExitCode run(Session session) throws InterruptedException {
        try (var places = new Places(session, false);
                var history = Operations.history(session)) {
            Location location = location(session, places);
            var repository =
                    new ArtifactRepository(location.store(), location.folder(), settings(session, places, location));
            var operations = Operations.of(session, location, repository, history);
            var problems = new Problems(session.console());
            if (!isOffline()) {
                return run(new Work(session, places, location, repository, operations, repository, problems));
            }
            try (CatalogBrowser browser = Catalogs.browse(session, location)) {
                return run(new Work(session, places, location, repository, operations, browser, problems));
            }
        }
    }

    /// How the repository that lies there is worked on.
    RepositorySettings settings(Session session, Places places, Location location) {
        return RepositorySettings.of(session.surroundings().clock());
    }

    /// Whether the catalog is looked at, and the repository not asked.
    boolean isOffline() {
        return false;
    }

    /// Where the repository lies.
    private Location location(Session session, Places places) {
        if (place.isPresent()) {
            requireMeant(session, place.get());
        }
        return place.isPresent() ? places.target(place.get()) : places.defaultRemote();
    }

    /// A remote's name without its colon, or with a slip in it, would be the name of a new folder here.
    private static void requireMeant(Session session, String place) {
        boolean bare = place.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
        if (bare && !Files.isDirectory(session.surroundings().workingFolder().resolve(place))) {
            throw CommandFailure.usage(
                    "--in: there is no folder " + place + " here",
                    "a remote is written " + place + ":, and a folder to be made ./" + place);
        }
    }

    /// Does what the command is for.
    abstract ExitCode run(Work work) throws InterruptedException;

    final boolean isJson() {
        return output == Format.JSON;
    }

    /// Prints one JSON object.
    static void json(Work work, String type, Consumer<JsonGenerator> fields) {
        new Ndjson(work.console().out()).event(type, fields);
    }

    /// Prints a table.
    static void table(Work work, Columns columns) {
        columns.lines().forEach(work.console()::line);
    }

    /// Something that the domain may refuse to take as it was typed.
    interface Typed<T> {
        T value() throws InterruptedException;
    }

    /// @throws CommandFailure if what was typed breaks a rule, which it names
    static <T> T typed(Typed<T> typed) throws InterruptedException {
        try {
            return typed.value();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "see waybill artifact --help");
        }
    }

    /// The version that was typed.
    static ArtifactReference reference(String text) throws InterruptedException {
        return typed(() -> ArtifactReference.parse(text));
    }

    /// The artifact that was typed, `type/name` or `name`.
    static ArtifactId artifact(Work work, String text) throws InterruptedException {
        if (text.contains(":")) {
            throw CommandFailure.usage(
                    "an artifact was expected, not a version: " + text, "leave out what stands behind the colon");
        }
        ArtifactReference reference = reference(text);
        return work.browser().identify(reference.type(), reference.name());
    }
}
