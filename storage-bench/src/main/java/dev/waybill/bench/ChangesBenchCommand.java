package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Compares what `waybill push` and others take for what is there already, wholly or but for a little: 100,000 objects
/// of which none or one in a hundred changed, and one block of a file of 2 GiB; writes the figures into a page.
///
/// System properties: as of [BenchCommand], where `bench.only` is a regular expression on `unchanged|changed|block,
/// target`, and `bench.scale` makes the data so many times smaller, to try it; then the page stays as it is.
public final class ChangesBenchCommand {
    private ChangesBenchCommand() {}

    /// Runs all cases.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createDirectories(Path.of(System.getProperty("bench.data")));
        int transfers = Integer.getInteger("bench.transfers", 32);
        var waybill = new Waybill(Path.of(System.getProperty("bench.waybill")).toAbsolutePath(), transfers, true);
        var tools = Tools.installed(List.of(
                waybill,
                new Rclone(transfers, false),
                new Rclone(transfers, true),
                new AwsCli(transfers, data),
                new Rsync()));
        var comparisons = new ArrayList<Comparison>();
        try (var way = CephPlace.way()) {
            var ceph = new CephPlace(way);
            var targets = new ArrayList<Target>();
            targets.add(new Target.Folder("a folder", data.resolve("target")));
            targets.addAll(ceph.targets());
            for (var target : targets) {
                LongSupplier requests = target instanceof Target.Bucket ? ceph::requests : () -> 0;
                comparisons.addAll(cases(new SecondPush(tools.installed(), new Meter(data), data, requests), target));
            }
        }
        var figures = Report.figures(BenchCommand.machine(), tools.described(), comparisons);
        System.out.println(figures);
        if (Integer.getInteger("bench.scale", 1) == 1) {
            Report.write(Path.of(System.getProperty("bench.page")), figures);
        }
    }

    private static List<Comparison> cases(SecondPush push, Target target) throws IOException, InterruptedException {
        var only = System.getProperty("bench.only", ".*");
        int scale = Integer.getInteger("bench.scale", 1);
        var wide = Dataset.WIDE.scaledDown(scale);
        var comparisons = new ArrayList<Comparison>();
        if (("unchanged, " + target.name()).matches(only)) {
            comparisons.add(push.nothingChanged(wide, target));
        }
        if (("changed, " + target.name()).matches(only)) {
            comparisons.add(push.oneInAHundredChanged(wide, target));
        }
        if (("block, " + target.name()).matches(only)) {
            comparisons.add(push.oneBlockChanged(Dataset.LARGE.scaledDown(scale), target));
        }
        return comparisons;
    }
}
