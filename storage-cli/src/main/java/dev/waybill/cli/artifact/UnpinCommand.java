package dev.waybill.cli.artifact;

import dev.waybill.cli.catalog.Caches;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.catalog.cache.CachedVersion;
import dev.waybill.domain.catalog.cache.ContentCache;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Takes the pin of a version away.
@Command(
        name = "unpin",
        description = "Let a version that was pinned go from the cache again when it was not used for long.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill artifact unpin net:v3"})
final class UnpinCommand extends BrowsingCommand {
    @Parameters(paramLabel = "VERSION", description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    UnpinCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactReference reference = reference(typed);
        CachedVersion version;
        try (var cache = Caches.open(work.session(), Caches.settings(work.session()))) {
            version = version(work, cache, reference);
            if (!cache.pins().remove(version)) {
                throw CommandFailure.notFound(
                        typed + " is not pinned", "waybill remote status tells how many versions are");
            }
        }
        String name = version.artifact() + ":v" + version.version();
        if (isJson()) {
            json(work, "unpinned", json -> {
                json.writeStringProperty("artifact", version.artifact().toString());
                json.writeNumberProperty("version", version.version());
            });
        } else {
            work.console().line("unpinned " + SafeText.of(name));
        }
        return ExitCode.DONE;
    }

    /// A number that is pinned need not be looked for in the repository, from where the version may be gone.
    private static CachedVersion version(Work work, ContentCache cache, ArtifactReference reference)
            throws InterruptedException {
        List<CachedVersion> pinned = cache.pins().all().stream()
                .filter(pin -> pin.repository().equals(PinCommand.id(work))
                        && reference.version().equals(Optional.of(pin.version()))
                        && reference.name().equals(pin.artifact().name())
                        && reference.type().map(pin.artifact().type()::equals).orElse(true))
                .toList();
        return pinned.size() == 1
                ? pinned.getFirst()
                : PinCommand.named(work, work.browser().version(reference));
    }
}
