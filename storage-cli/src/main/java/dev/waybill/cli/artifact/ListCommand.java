package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogPage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lists artifacts.
@Command(
        name = "ls",
        description = {
            "List the artifacts of a repository, with their latest versions and aliases.",
            "With --offline they can be filtered by all that is known of their versions, sorted and paged."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact ls --in lab:",
            "  waybill artifact ls --in s3://bucket/experiments --type model",
            "  waybill artifact ls net --output json      those whose name has net in it",
            "  waybill artifact ls --offline --tag fast --since 7d --sort created --reverse"
        })
final class ListCommand extends BrowsingCommand {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those whose name has this in it.")
    private Optional<String> text = Optional.empty();

    @Mixin
    private VersionFilter filter = new VersionFilter();

    ListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        CatalogPage<ArtifactSummary> page = page(work);
        List<ArtifactSummary> found = page.rows();
        if (isJson()) {
            json(work, "artifacts", json -> {
                json.writeNumberProperty("total", page.total());
                json.writeArrayPropertyStart("artifacts");
                for (ArtifactSummary each : found) {
                    json.writeStartObject();
                    json.writeStringProperty("artifact", each.id().toString());
                    json.writeNumberProperty("versions", each.versions());
                    each.latest().ifPresent(latest -> {
                        json.writeName("latest");
                        json.writeStartObject();
                        VersionText.entry(json, latest);
                        json.writeEndObject();
                    });
                    json.writeName("aliases");
                    json.writeStartObject();
                    each.aliases().forEach(json::writeNumberProperty);
                    json.writeEndObject();
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        } else {
            print(work, page);
        }
        return work.problems().exitCode();
    }

    private CatalogPage<ArtifactSummary> page(Work work) throws InterruptedException {
        if (work.browser() instanceof CatalogBrowser catalog) {
            catalog.problems().forEach(work.problems());
            return typed(() -> catalog.artifacts(filter.query(
                    text, Long.MAX_VALUE, work.session().surroundings().clock())));
        }
        if (filter.needsCatalog()) {
            throw CommandFailure.usage(
                    "only the catalog can tell this",
                    "add --offline, after waybill remote sync, or leave all but --type out");
        }
        List<ArtifactSummary> found = work.browser().list(work.problems()).stream()
                .filter(each -> filter.type().map(each.id().type()::equals).orElse(true))
                .filter(each -> text.map(wanted -> lower(each.id().name()).contains(lower(wanted)))
                        .orElse(true))
                .toList();
        return new CatalogPage<>(found, found.size());
    }

    private static void print(Work work, CatalogPage<ArtifactSummary> page) {
        var columns = new Columns("ARTIFACT", "LATEST", "VERSIONS", "SIZE", "SAVED", "ALIASES");
        for (ArtifactSummary each : page.rows()) {
            List<String> aliases = each.aliases().entrySet().stream()
                    .filter(alias -> !alias.getKey().equals("latest"))
                    .map(alias -> alias.getKey() + "=v" + alias.getValue())
                    .toList();
            columns.row(
                    each.id().toString(),
                    each.latest().map(latest -> "v" + latest.version()).orElse("-"),
                    Integer.toString(each.versions()),
                    each.latest().map(VersionEntry::sizeBytes).map(Sizes::of).orElse("-"),
                    VersionText.time(each.updatedAt()),
                    VersionText.names(aliases));
        }
        table(work, columns);
        boolean all = page.total() == page.rows().size();
        work.console().note((all ? "" : page.rows().size() + " of ") + Sizes.count(page.total(), "artifact"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
