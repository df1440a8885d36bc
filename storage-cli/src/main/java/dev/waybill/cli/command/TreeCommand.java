package dev.waybill.cli.command;

import dev.waybill.cli.address.FolderWalk;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.port.ObjectMetadata;
import java.util.Iterator;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a folder and the folders below as a tree. The tree is held in memory while it is shown.
@Command(
        name = "tree",
        description = "Show a folder and the folders below as a tree.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill tree                   the remote that push and pull use",
            "  waybill tree -L 2 lab:models   two levels deep",
            "  waybill tree --sizes storage   with the size of each object"
        })
public final class TreeCommand extends WaybillCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "remote:path, a URL or a local path; the default remote if left out.")
    private String place = "";

    @Option(
            names = {"-L", "--levels"},
            paramLabel = "N",
            description = "Show only so many levels.")
    private int levels = Integer.MAX_VALUE;

    @Option(
            names = {"-s", "--sizes"},
            description = "Show the size of each object.")
    private boolean sizes;

    /// @param surroundings what is around the run
    public TreeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        try (var opened = new Places(session, false)) {
            Location location = place.isEmpty() ? opened.defaultRemote() : opened.existing(place);
            var walk = new FolderWalk(location);
            var root = new TreeNode();
            long[] total = {0};
            long count = walk.objects(object -> {
                total[0] += object.size();
                root.add(walk.relative(object.key()), object, levels);
            });
            if (count == 0 && !location.isThere()) {
                throw location.notFound();
            }
            Console console = session.console();
            console.line(console.paint().folder(location.toString()));
            print(console, root, "");
            console.line("");
            console.line(Sizes.count(count, "object") + ", " + Sizes.of(total[0]));
            if (Skips.isWorthTelling(walk.skipped())) {
                console.note("not shown: " + Skips.text(walk.skipped()));
            }
        }
        return ExitCode.DONE;
    }

    private void print(Console console, TreeNode folder, String indent) {
        Iterator<Map.Entry<String, TreeNode>> entries = folder.children().iterator();
        while (entries.hasNext()) {
            var entry = entries.next();
            boolean last = !entries.hasNext();
            String name = SafeText.of(entry.getKey());
            String shown = entry.getValue()
                    .object()
                    .map(object -> name + size(object))
                    .orElseGet(() -> console.paint().folder(name));
            console.line(indent + (last ? "└── " : "├── ") + shown);
            print(console, entry.getValue(), indent + (last ? "    " : "│   "));
        }
    }

    private String size(ObjectMetadata object) {
        return sizes ? " (" + Sizes.of(object.size()) + ")" : "";
    }
}
