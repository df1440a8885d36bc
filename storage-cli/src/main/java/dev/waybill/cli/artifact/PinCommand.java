package dev.waybill.cli.artifact;

import dev.waybill.cli.catalog.Caches;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.cache.CachedVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Keeps a version in the cache.
@Command(
        name = "pin",
        description = {
            "Keep a version in the cache of this machine, whatever else comes there.",
            "It is not fetched by that; what of it is in the cache, or comes there, stays."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  waybill artifact get net:production && waybill artifact pin net:production"})
final class PinCommand extends BrowsingCommand {
    @Parameters(paramLabel = "VERSION", description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    PinCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// Which version it is, for the cache.
    static CachedVersion named(Work work, ArtifactVersion version) {
        return new CachedVersion(id(work), version.id(), version.number());
    }

    /// Which repository it is.
    static CatalogId id(Work work) {
        return new CatalogId(work.location().store().store(), work.location().folder());
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactVersion version = work.browser().version(reference(typed));
        try (var cache = Caches.open(work.session(), Caches.settings(work.session()))) {
            cache.pins().add(named(work, version), version.manifest().files());
        }
        if (isJson()) {
            json(work, "pinned", json -> {
                json.writeStringProperty("artifact", version.id().toString());
                json.writeNumberProperty("version", version.number());
            });
        } else {
            work.console().line("pinned " + SafeText.of(version.toString()));
        }
        return ExitCode.DONE;
    }
}
