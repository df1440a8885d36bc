package dev.waybill.cli.artifact;

import dev.waybill.cli.catalog.Caches;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.catalog.cache.CachedVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/// Shows what is known of a version.
@Command(
        name = "show",
        description = "Show what is known of a version: description, tags, metadata, the run that made it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact show net --in lab:          the latest version",
            "  waybill artifact show net:production",
            "  waybill artifact show dataset/faces:v3 --output json"
        })
final class ShowCommand extends BrowsingCommand {
    @Parameters(paramLabel = "VERSION", description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    ShowCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactVersion version = work.browser().version(reference(typed));
        Optional<Here> here = here(work, version);
        if (isJson()) {
            json(work, "version", json -> write(json, version, here));
        } else {
            print(work.console(), version, here);
        }
        version.problems().forEach(work.console()::warning);
        return version.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    /// What the cache of this machine has of a version.
    ///
    /// @param folder where its files are, if they were fetched to there
    /// @param pinned whether it stays there
    private record Here(Optional<Path> folder, boolean pinned) {}

    private static Optional<Here> here(Work work, ArtifactVersion version) {
        var settings = Caches.settings(work.session());
        if (!settings.isThere()) {
            return Optional.empty();
        }
        try (var cache = Caches.open(work.session(), settings)) {
            CachedVersion named = PinCommand.named(work, version);
            return Optional.of(new Here(
                    Optional.of(cache.folder(named)).filter(Files::isDirectory),
                    cache.pins().has(named)));
        } catch (LocalContents.Unusable e) {
            work.console().warning(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static void write(JsonGenerator json, ArtifactVersion version, Optional<Here> here) {
        json.writeStringProperty("artifact", version.id().toString());
        VersionText.entry(json, version.entry());
        json.writeBooleanProperty("deleted", version.deleted());
        json.writeStringProperty("description", version.metadata().description());
        Ndjson.texts(json, "aliases", version.aliases());
        Ndjson.texts(json, "tags", version.metadata().tags());
        json.writeName("metadata");
        json.writeRawValue(version.metadata().metadata().toString());
        VersionText.files(json, "contents", version.manifest().files());
        VersionText.references(json, version.manifest().references());
        here.flatMap(Here::folder).ifPresent(folder -> json.writeStringProperty("folder", folder.toString()));
        json.writeBooleanProperty("pinned", here.map(Here::pinned).orElse(false));
        Ndjson.texts(json, "problems", version.problems());
    }

    private static void print(Console console, ArtifactVersion version, Optional<Here> here) {
        console.line(SafeText.of(version.toString()) + (version.deleted() ? " (deleted)" : ""));
        line(console, "saved", VersionText.time(version.entry().createdAt()));
        line(console, "run", version.metadata().createdByRun());
        line(console, "aliases", String.join(", ", version.aliases()));
        line(console, "tags", String.join(", ", version.metadata().tags()));
        line(console, "about", version.metadata().description());
        version.metadata().metadata().texts().forEach((name, value) -> line(console, "metadata", name + " = " + value));
        line(
                console,
                "files",
                Sizes.count(version.manifest().files().size(), "file") + ", "
                        + Sizes.of(version.manifest().fileBytes()));
        version.manifest().references().forEach(reference -> line(console, "refers to", reference.uri()));
        line(console, "here", here.flatMap(Here::folder).map(Path::toString).orElse(""));
        line(console, "pinned", here.filter(Here::pinned).isPresent() ? "yes" : "");
    }

    private static void line(Console console, String name, String value) {
        if (!value.isEmpty()) {
            console.line("  %-9s %s".formatted(name, SafeText.of(value)));
        }
    }
}
