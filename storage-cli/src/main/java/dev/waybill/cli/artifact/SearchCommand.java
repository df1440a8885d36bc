package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogHit;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/// Finds versions by words.
@Command(
        name = "search",
        description = {
            "Find versions by words in their name, tags, description or metadata. All words must be there, or words that "
                    + "begin so.",
            "It looks into the catalog that waybill remote sync made, and asks no store."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact search resnet imagenet --in lab:",
            "  waybill artifact search accuracy --type model --since 30d --limit 10",
            "  waybill artifact search faces --output json"
        })
final class SearchCommand extends RepositoryCommand {
    private static final long MOST = 50;

    @Parameters(arity = "1..*", paramLabel = "WORD", description = "Words to look for.")
    private List<String> words = List.of();

    @Mixin
    private VersionFilter filter = new VersionFilter();

    SearchCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    boolean isOffline() {
        return true;
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        CatalogPage<CatalogHit> page = search(work);
        if (isJson()) {
            json(work, "found", json -> {
                json.writeNumberProperty("total", page.total());
                json.writeArrayPropertyStart("versions");
                page.rows().forEach(hit -> write(json, hit));
                json.writeEndArray();
            });
            return ExitCode.DONE;
        }
        var columns = new Columns("VERSION", "SAVED", "SIZE", "ALIASES", "TAGS", "ABOUT");
        for (CatalogHit hit : page.rows()) {
            columns.row(
                    hit + (hit.deleted() ? " (deleted)" : ""),
                    VersionText.time(hit.entry().createdAt()),
                    Sizes.of(hit.entry().sizeBytes()),
                    VersionText.names(hit.aliases()),
                    VersionText.names(hit.tags()),
                    hit.description().isEmpty() ? "-" : hit.description());
        }
        table(work, columns);
        boolean all = page.total() == page.rows().size();
        work.console().note((all ? "" : page.rows().size() + " of ") + Sizes.count(page.total(), "version"));
        return ExitCode.DONE;
    }

    private CatalogPage<CatalogHit> search(Work work) throws InterruptedException {
        if (!(work.browser() instanceof CatalogBrowser catalog)) {
            throw new IllegalStateException("a search looks into a catalog");
        }
        if (words.stream().allMatch(word -> word.codePoints().noneMatch(Character::isLetterOrDigit))) {
            throw CommandFailure.usage("no letter or digit to look for", "name a word");
        }
        CatalogQuery query = typed(() -> filter.query(
                Optional.empty(), MOST, work.session().surroundings().clock()));
        return catalog.search(words, query);
    }

    private static void write(JsonGenerator json, CatalogHit hit) {
        json.writeStartObject();
        json.writeStringProperty("artifact", hit.id().toString());
        VersionText.entry(json, hit.entry());
        json.writeBooleanProperty("deleted", hit.deleted());
        json.writeStringProperty("description", hit.description());
        Ndjson.texts(json, "aliases", hit.aliases());
        Ndjson.texts(json, "tags", hit.tags());
        json.writeEndObject();
    }
}
