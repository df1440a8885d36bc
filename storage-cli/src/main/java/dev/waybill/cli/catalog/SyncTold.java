package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.Failures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.MetadataSyncReport;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells how syncs ended, and of each of several which repository it was of. Any number of threads.
final class SyncTold implements CatalogKeeper.Listener {
    private final Console console;
    private final CatalogStore catalogs;
    private final CatalogFormat output;
    private final Map<CatalogId, String> names = new HashMap<>();
    private final Set<ExitCode> ends = EnumSet.noneOf(ExitCode.class);

    SyncTold(Console console, CatalogStore catalogs, CatalogFormat output) {
        this.console = console;
        this.catalogs = catalogs;
        this.output = output;
    }

    /// From now on the name of each of these is said.
    synchronized void naming(List<Location> repositories) {
        repositories.forEach(each -> names.put(Catalogs.id(each), each.toString()));
    }

    @Override
    public synchronized void synced(CatalogId id, MetadataSyncReport report) {
        String before = name(id).map(SyncTold::before).orElse("");
        report.problems().forEach(problem -> console.warning(before + problem));
        try (CatalogBrowser browser = CatalogBrowser.open(catalogs, id)) {
            print(before, id, report, browser.size());
        }
        // Results are held back until there are many, which a sync that goes on waits for in vain.
        console.out().flush();
        ends.add(report.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE);
    }

    private Optional<String> name(CatalogId id) {
        return Optional.ofNullable(names.get(id));
    }

    private static String before(String name) {
        return name.endsWith(":") ? name + " " : name + ": ";
    }

    @Override
    public synchronized void failed(CatalogId id, RuntimeException failure) {
        Optional<String> name = name(id);
        if (name.isPresent()) {
            failed(name.get(), id.toString(), Failures.of(failure));
        } else {
            console.failure(Failures.of(failure));
        }
    }

    /// One of several cannot be synced at all.
    ///
    /// @param name as it is known to the user
    synchronized void failed(String name, RuntimeException failure) {
        failed(name, name, Failures.of(failure));
    }

    private void failed(String name, String repository, Failure failure) {
        ends.add(failure.code());
        console.failure(new Failure(failure.code(), before(name) + failure.message(), failure.remedy()));
        if (output == CatalogFormat.JSON) {
            new Ndjson(console.out()).event("not-synced", json -> {
                json.writeStringProperty("repository", repository);
                json.writeNumberProperty("exitCode", failure.code().status());
                json.writeStringProperty("reason", failure.message());
            });
        }
    }

    /// How the command ends.
    synchronized ExitCode exitCode() {
        return ExitCode.ofAll(ends);
    }

    private void print(String before, CatalogId id, MetadataSyncReport report, CatalogSize size) {
        if (output == CatalogFormat.JSON) {
            new Ndjson(console.out()).event("synced", json -> {
                json.writeStringProperty("repository", id.toString());
                json.writeBooleanProperty("unchanged", report.unchanged());
                json.writeNumberProperty("listed", report.listed());
                json.writeNumberProperty("fetched", report.fetched());
                json.writeNumberProperty("fetchedBytes", report.fetchedBytes());
                json.writeNumberProperty("forgotten", report.forgotten());
                json.writeNumberProperty("changedArtifacts", report.artifacts());
                json.writeNumberProperty("changedRuns", report.runs());
                json.writeNumberProperty("problems", report.problems().size());
                CatalogText.size(json, size);
            });
            return;
        }
        console.line(before
                + (report.isNothingNew()
                        ? "nothing new: " + CatalogText.of(size)
                        : Sizes.count(report.artifacts(), "artifact") + " and " + Sizes.count(report.runs(), "run")
                                + " new or changed, by " + Sizes.count(report.fetched(), "document") + " ("
                                + Sizes.of(report.fetchedBytes()) + "); now " + CatalogText.of(size)));
    }
}
