package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.copy.CopyPlan;
import dev.waybill.cli.copy.CopyRequest;
import dev.waybill.cli.copy.CopyTotals;
import dev.waybill.cli.copy.Copying;
import dev.waybill.cli.copy.NdjsonCopyView;
import dev.waybill.cli.copy.TextCopyView;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.sync.trash.TrashKeys;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `cp` and `mv` have in common.
abstract class CopyCommand extends WaybillCommand {
    @Parameters(
            arity = "2..*",
            paramLabel = "PLACE",
            description = "One or more sources, then the target: remote:path, URLs or local paths.")
    private List<String> places = List.of();

    @Option(
            names = {"-r", "-R", "--recursive"},
            description = "Take folders with everything in them.")
    private boolean recursive;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(names = "--no-clobber", description = "Leave alone what is at the target.")
    private boolean noClobber;

    @Option(
            names = "--links",
            paramLabel = "HOW",
            description = "What becomes of symbolic links in local folders: skip (default), follow, or error:"
                    + " each counts as failed.")
    private LinksChoice links = LinksChoice.SKIP;

    @Option(
            names = "--transfers",
            paramLabel = "N",
            description = "Move so many objects or parts at once (default 16).")
    private int transfers = DEFAULT_TRANSFERS;

    @Mixin
    private RateFlags rates = new RateFlags();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    private OutputFormat output = OutputFormat.TEXT;

    CopyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// Whether sources are removed once they are copied.
    abstract boolean isMove();

    @Override
    protected final int transfers() {
        if (transfers < 1 || transfers > 1000) {
            throw CommandFailure.usage("--transfers must be 1 to 1000: " + transfers, "16 is a good start");
        }
        return transfers;
    }

    @Override
    protected final LimitOptions limits() {
        return rates.limits();
    }

    final List<String> sources() {
        return places.subList(0, places.size() - 1);
    }

    final String targetText() {
        return places.getLast();
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        return copy(session, sources());
    }

    final ExitCode copy(Session session, List<String> from) throws InterruptedException {
        var request = new CopyRequest(recursive, isMove(), dryRun, noClobber, links == LinksChoice.ERROR, transfers);
        try (var opened = new Places(session, links == LinksChoice.FOLLOW)) {
            List<Location> sources = from.stream().map(opened::existing).toList();
            Location target = opened.target(targetText());
            if (TrashKeys.isReserved(target.path())) {
                throw CommandFailure.usage(target + " lies in the trash of runs", "choose another target");
            }
            List<CopyPlan.Step> steps = CopyPlan.of(sources, target, request);
            return output == OutputFormat.NDJSON ? asNdjson(session, request, steps) : asText(session, request, steps);
        }
    }

    private static ExitCode asText(Session session, CopyRequest request, List<CopyPlan.Step> steps)
            throws InterruptedException {
        TextCopyView view;
        CopyTotals totals;
        try (Progress progress = session.progress(request.dryRun())) {
            view = new TextCopyView(session.console(), progress, request);
            totals = new Copying(request, view, progress).run(steps);
        }
        view.summary(totals);
        return totals.code();
    }

    private static ExitCode asNdjson(Session session, CopyRequest request, List<CopyPlan.Step> steps)
            throws InterruptedException {
        try (Progress progress = session.progress(request.dryRun())) {
            var view = new NdjsonCopyView(new Ndjson(session.console().out()), request);
            CopyTotals totals = new Copying(request, view, progress).run(steps);
            view.summary(totals);
            return totals.code();
        }
    }
}
