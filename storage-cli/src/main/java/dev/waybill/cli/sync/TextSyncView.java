package dev.waybill.cli.sync;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncEvent;
import dev.waybill.domain.sync.SyncListener;

/// Tells people what a run does, as it does it. Any number of threads.
public final class TextSyncView implements SyncListener {
    private final Console console;
    private final Progress progress;
    private final SyncDirection direction;
    private final boolean dryRun;
    private final String where;

    /// @param progress shares the terminal
    public TextSyncView(Console console, Progress progress, SyncDirection direction, boolean dryRun) {
        this(console, progress, direction, dryRun, "");
    }

    private TextSyncView(Console console, Progress progress, SyncDirection direction, boolean dryRun, String where) {
        this.console = console;
        this.progress = progress;
        this.direction = direction;
        this.dryRun = dryRun;
        this.where = where;
    }

    /// For one direction of a run in both: it says on which side something is deleted.
    public static TextSyncView ofBothWays(Console console, Progress progress, SyncDirection direction, boolean dryRun) {
        String where = direction == SyncDirection.PUSH ? " at the remote" : " here";
        return new TextSyncView(console, progress, direction, dryRun, where);
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.Planned planned -> planned(planned.action());
            case SyncEvent.PlanComplete _ -> progress.planIsComplete();
            case SyncEvent.Moved moved -> progress.moved(moved.bytes());
            case SyncEvent.Resumed resumed -> {
                progress.moved(resumed.bytes());
                progress.printing(() -> console.note(SafeText.of(resumed.key().value()) + ": goes on where it was, "
                        + Sizes.of(resumed.bytes()) + " in " + Sizes.count(resumed.parts(), "part")
                        + " are there already"));
            }
            case SyncEvent.BegunAnew anew ->
                progress.printing(() -> console.note(SafeText.of(anew.key().value()) + ": begins anew, since "
                        + anew.why().text()));
            case SyncEvent.Reused reused -> {
                progress.moved(reused.bytes());
                progress.printing(() -> console.note(SafeText.of(reused.key().value()) + ": "
                        + Sizes.of(reused.bytes()) + " in " + Sizes.count(reused.parts(), "part")
                        + " did not change and were copied at the target"));
            }
            case SyncEvent.WentWhole whole ->
                progress.printing(() -> console.note(SafeText.of(whole.key().value()) + ": moves whole, since "
                        + whole.why().text()));
            case SyncEvent.Renamed renamed ->
                progress.printing(() -> console.note(SafeText.of(renamed.key().value()) + " is "
                        + SafeText.of(renamed.name().value()) + " at the target, which cannot hold its name"));
            case SyncEvent.Done done -> done(done.action());
            case SyncEvent.Failed failed -> {
                progress.finished();
                progress.printing(() ->
                        console.failure(StorageFailures.of(failed.failure().cause())));
            }
            case SyncEvent.Skipped _ -> {
                // Counted in the report: there may be as many as there are files.
            }
            case SyncEvent.Replanned replanned ->
                progress.printing(() -> console.note(
                        replanned.store() + " lists out of order; its listing is sorted, which takes a moment"));
        }
    }

    private void planned(SyncAction action) {
        switch (action) {
            case SyncAction.Transfer transfer -> {
                progress.planned(transfer.size());
                wouldDo(verb(), transfer);
            }
            case SyncAction.Delete delete -> wouldDo("delete", delete);
            case SyncAction.Conflict conflict ->
                progress.printing(() -> console.failure(Failure.of(
                        ExitCode.INCOMPLETE,
                        "conflict: " + conflict.key() + ": " + conflict.reason().text())));
            case SyncAction.LeftAlone left
            when left.isForItsName() ->
                progress.printing(() -> console.note("left out: "
                        + SafeText.of(left.key().value()) + ": " + left.reason().text()));
            case SyncAction.LeftAlone _,
                    SyncAction.Adopt _,
                    SyncAction.Forget _,
                    SyncAction.Unchanged _,
                    SyncAction.Refused _ -> {
                // Counted in the report; what is refused is told of as a failure.
            }
        }
    }

    private void wouldDo(String what, SyncAction action) {
        if (dryRun) {
            line("would " + what + " " + SafeText.of(action.key().value())
                    + (action instanceof SyncAction.Delete ? where : "") + " (" + Sizes.of(action.size()) + "): "
                    + action.reason().text());
        }
    }

    private void done(SyncAction action) {
        if (action instanceof SyncAction.Transfer transfer) {
            progress.finished();
            line(verb() + "ed " + SafeText.of(transfer.key().value()) + " (" + Sizes.of(transfer.size()) + ")"
                    + ofConflict(transfer));
        } else if (action instanceof SyncAction.Delete delete) {
            line("deleted " + SafeText.of(delete.key().value()) + where);
        }
    }

    /// A name that the user did not give is told why.
    private static String ofConflict(SyncAction.Transfer transfer) {
        return transfer.reason() == Reason.LOCAL_RENAMED || transfer.reason() == Reason.REMOTE_KEEPS_NAME
                ? ": " + transfer.reason().text()
                : "";
    }

    private String verb() {
        return direction == SyncDirection.PUSH ? "push" : "pull";
    }

    private void line(String text) {
        if (!console.isQuiet()) {
            progress.printing(() -> console.line(text));
        }
    }
}
