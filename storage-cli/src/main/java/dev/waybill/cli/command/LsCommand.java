package dev.waybill.cli.command;

import dev.waybill.cli.address.FolderEntry;
import dev.waybill.cli.address.FolderWalk;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists what lies in a folder or store.
@Command(
        name = "ls",
        description = "List what lies in a folder or store.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill ls                       the remote that push and pull use",
            "  waybill ls -l lab:models/        with sizes and times",
            "  waybill ls -R s3://bucket/data   everything below",
            "  waybill ls ./storage             a local folder"
        })
public final class LsCommand extends WaybillCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "PLACE",
            description = "remote:path, a URL or a local path; the default remote if left out.")
    private String[] places = {};

    @Option(
            names = {"-l", "--long"},
            description = "Show size and time of each object.")
    private boolean isLong;

    @Option(
            names = {"-R", "--recursive"},
            description = "List everything below, too.")
    private boolean recursive;

    @Option(names = "--bytes", description = "Show sizes in bytes.")
    private boolean bytes;

    /// @param surroundings what is around the run
    public LsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        try (var opened = new Places(session, false)) {
            if (places.length == 0) {
                list(session, opened.defaultRemote());
            }
            for (String place : places) {
                if (places.length > 1) {
                    session.console().line(SafeText.of(place) + ":");
                }
                list(session, opened.existing(place));
            }
        }
        return ExitCode.DONE;
    }

    private void list(Session session, Location location) throws InterruptedException {
        var lines = new ListingLines(session, isLong, bytes);
        var walk = new FolderWalk(location);
        long count = recursive
                ? walk.objects(object -> lines.object(walk.relative(object.key()), object))
                : walk.entries(entry -> print(lines, entry));
        if (count == 0) {
            Optional<ObjectMetadata> object = location.object();
            if (object.isPresent()) {
                lines.object(location.name(), object.get());
            } else if (!(location.isThere() && location.isFolder())) {
                throw location.notFound();
            }
        }
        lines.skipped(walk.skipped());
    }

    private static void print(ListingLines lines, FolderEntry entry) {
        switch (entry) {
            case FolderEntry.Folder folder -> lines.folder(folder.name());
            case FolderEntry.Item item -> lines.object(item.name(), item.metadata());
        }
    }
}
