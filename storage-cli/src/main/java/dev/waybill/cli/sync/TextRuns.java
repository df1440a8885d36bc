package dev.waybill.cli.sync;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.RunTotals;
import dev.waybill.domain.sync.SyncDirection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Tells people what runs did. One thread.
public final class TextRuns {
    private final Console console;
    private final RunHistory history;

    /// @param history knows which run goes on
    public TextRuns(Console console, RunHistory history) {
        this.console = console;
        this.history = history;
    }

    /// Prints one line a run.
    public void print(List<RunEntry> runs) {
        runs.forEach(run -> console.line(line(run)));
        if (runs.isEmpty()) {
            console.note("no run is in the history yet");
        }
    }

    private String line(RunEntry run) {
        return "%s  %-5s %-9s  %s%s"
                .formatted(
                        run.start().name(),
                        SafeText.of(run.start().command()),
                        RunWords.outcome(run, history),
                        totals(run.totals()),
                        run.start().options().isEmpty()
                                ? ""
                                : "  " + SafeText.of(run.start().options()));
    }

    private static String totals(RunTotals totals) {
        var parts = new ArrayList<String>();
        parts.add(
                totals.moved().objects() + " moved (" + Sizes.of(totals.moved().bytes()) + ")");
        add(parts, totals.deleted().objects(), "deleted");
        add(parts, totals.conflicts(), "left as conflicts");
        add(parts, totals.failures(), "failed");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    /// Prints one run and each of its items.
    public void print(RunEntry run, Iterator<RunItem> items) {
        boolean push = run.start().direction() == SyncDirection.PUSH;
        console.line(line(run));
        console.line("  wrote    "
                + SafeText.of(push ? run.start().remote() : run.start().local()));
        console.line("  from     "
                + SafeText.of(push ? run.start().local() : run.start().remote()));
        console.line("  begun    " + run.start().begin());
        run.end().ifPresent(end -> console.line("  ended    " + end));
        run.detail().ifPresent(detail -> console.line("  stopped  " + SafeText.of(detail)));
        items.forEachRemaining(item -> console.line("  " + item(item)));
    }

    private static String item(RunItem item) {
        String kept = item.kept().isPresent() ? ", kept" : "";
        String why = RunWords.reason(item);
        String problem = item.problem()
                .map(failure -> ": " + SafeText.of(failure.message()))
                .orElse("");
        return "%-8s %-8s %s%s%s%s"
                .formatted(
                        RunWords.action(item),
                        RunWords.result(item),
                        SafeText.of(item.key().value()),
                        why.isEmpty() ? "" : " (" + why + ")",
                        kept,
                        problem);
    }
}
