package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.sync.trash.RunCard;
import dev.waybill.domain.sync.trash.TrashListing;
import dev.waybill.domain.sync.trash.TrashRun;
import dev.waybill.port.IObjectStorageAdapter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what the trash holds.
@Command(
        name = "ls",
        description = "List what the trash holds, run by run, with sizes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill trash ls                     of both sides of push and pull",
            "  waybill trash ls prod",
            "  waybill ls -R prod:.waybill/trash/   every object in it"
        })
public final class TrashLsCommand extends WaybillCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "The name of a remote or a URL; both sides of push and pull if left out.")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    private OutputFormat output = OutputFormat.TEXT;

    @Mixin
    private PairFlags pair = new PairFlags();

    /// @param surroundings what is around the run
    public TrashLsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return pair.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        try (var opened = TrashStores.open(session, place)) {
            for (IObjectStorageAdapter store : opened.stores()) {
                TrashListing listing = TrashListing.of(store);
                if (output == OutputFormat.NDJSON) {
                    print(new Ndjson(session.console().out()), store, listing);
                } else {
                    print(session.console(), store, listing);
                }
            }
        }
        return ExitCode.DONE;
    }

    private static void print(Console console, IObjectStorageAdapter store, TrashListing listing) {
        console.line(SafeText.of(store.store().toString()) + ": " + Sizes.count(listing.objects(), "object") + " of "
                + Sizes.count(listing.runs().size(), "run") + ", " + Sizes.of(listing.bytes()));
        for (TrashRun run : listing.runs()) {
            String pair = run.card()
                    .map(card -> "  " + SafeText.of(card.local() + " and " + card.remote()))
                    .orElse("");
            boolean ended = run.card().flatMap(RunCard::end).isPresent();
            console.line("  %s  %8d  %9s%s%s"
                    .formatted(run.run(), run.objects(), Sizes.of(run.bytes()), ended ? "" : "  (no end noted)", pair));
        }
        if (listing.foreign() > 0) {
            console.line("  and " + Sizes.count(listing.foreign(), "object") + " that no run put there");
        }
    }

    private static void print(Ndjson json, IObjectStorageAdapter store, TrashListing listing) {
        for (TrashRun run : listing.runs()) {
            json.event("trash", fields -> {
                fields.writeStringProperty("store", store.store().toString());
                fields.writeStringProperty("run", run.run().value());
                fields.writeNumberProperty("objects", run.objects());
                fields.writeNumberProperty("bytes", run.bytes());
                run.card().ifPresent(card -> {
                    fields.writeStringProperty("local", card.local());
                    fields.writeStringProperty("remote", card.remote());
                    card.end().ifPresent(end -> fields.writeStringProperty("end", end.toString()));
                });
            });
        }
        json.event("total", fields -> {
            fields.writeStringProperty("store", store.store().toString());
            fields.writeNumberProperty("runs", listing.runs().size());
            fields.writeNumberProperty("objects", listing.objects());
            fields.writeNumberProperty("bytes", listing.bytes());
            fields.writeNumberProperty("foreign", listing.foreign());
        });
    }
}
