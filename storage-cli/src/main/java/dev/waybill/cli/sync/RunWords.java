package dev.waybill.cli.sync;

import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import java.util.Locale;

/// What runs and their items are called, for people and machines alike.
final class RunWords {
    private RunWords() {}

    /// `completed`, `stopped`, `cancelled`, `running`, or `cut off` of one that was killed.
    static String outcome(RunEntry run, RunHistory history) {
        return run.outcome().orElseGet(() -> history.goesOn(run) ? "running" : "cut-off");
    }

    static String action(RunItem item) {
        return item.action().name().toLowerCase(Locale.ROOT);
    }

    static String result(RunItem item) {
        return item.result().name().toLowerCase(Locale.ROOT);
    }

    static String reason(RunItem item) {
        return item.reason().map(Reason::text).orElse("");
    }

    static String kind(RunItem.Problem problem) {
        return StorageFailures.kebab(problem.kind());
    }
}
