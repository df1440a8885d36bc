package dev.waybill.cli.command;

import dev.waybill.cli.address.FolderWalk;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sums up how much lies in a folder.
@Command(
        name = "du",
        description = "Sum up how much lies in a folder and below.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill du                      the remote that push and pull use",
            "  waybill du -d 1 lab:            one line for each folder in it",
            "  waybill du --bytes s3://bucket/data"
        })
public final class DuCommand extends WaybillCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "PLACE",
            description = "remote:path, a URL or a local path; the default remote if left out.")
    private String[] places = {};

    @Option(
            names = {"-d", "--depth"},
            paramLabel = "N",
            description = "Also show a line for each folder down to this depth.")
    private int depth;

    @Option(names = "--bytes", description = "Show sizes in bytes.")
    private boolean bytes;

    /// @param surroundings what is around the run
    public DuCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What lies in a folder. Owned by one thread.
    private static final class Sum {
        private long objects;
        private long size;

        void add(long bytes) {
            objects++;
            size += bytes;
        }
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        try (var opened = new Places(session, false)) {
            if (places.length == 0) {
                sum(session, opened.defaultRemote());
            }
            for (String place : places) {
                sum(session, opened.existing(place));
            }
        }
        return ExitCode.DONE;
    }

    private void sum(Session session, Location location) throws InterruptedException {
        var walk = new FolderWalk(location);
        Map<String, Sum> folders = new TreeMap<>();
        var all = new Sum();
        walk.objects(object -> {
            all.add(object.size());
            String name = walk.relative(object.key());
            int slash = name.indexOf('/');
            for (int level = 0; level < depth && slash >= 0; level++) {
                folders.computeIfAbsent(name.substring(0, slash + 1), n -> new Sum())
                        .add(object.size());
                slash = name.indexOf('/', slash + 1);
            }
        });
        if (all.objects == 0 && !(location.isThere() && location.isFolder())) {
            all.add(location.object().orElseThrow(location::notFound).size());
        }
        folders.forEach((name, sum) -> session.console().line(line(sum, SafeText.of(name))));
        session.console().line(line(all, location.toString()));
        if (Skips.isWorthTelling(walk.skipped())) {
            session.console().note("not counted: " + Skips.text(walk.skipped()));
        }
    }

    private String line(Sum sum, String name) {
        String size = bytes ? Long.toString(sum.size) : Sizes.of(sum.size);
        return "%12s  %12s  %s".formatted(size, Sizes.count(sum.objects, "object"), name);
    }
}
