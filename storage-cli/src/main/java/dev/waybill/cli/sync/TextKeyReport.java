package dev.waybill.cli.sync;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.domain.sync.KeyReport;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;
import java.util.StringJoiner;

/// Tells people about one object. One thread.
public final class TextKeyReport {
    private final Console console;
    private final SyncPlace place;

    /// @param place the two sides
    public TextKeyReport(Console console, SyncPlace place) {
        this.console = console;
        this.place = place;
    }

    /// Prints what is known and what would be done.
    public void print(KeyReport report) {
        console.line(SafeText.of(report.key().value()));
        if (report.isAbsent()) {
            console.line("  on neither side");
        }
        line("here", state(report.localState()) + shown(report.local()) + " (" + place.localName() + ")");
        line("there", state(report.remoteState()) + shown(report.remote()) + " (" + place.remoteStore() + ")");
        line("synced", report.base().map(TextKeyReport::shown).orElse("never, or forgotten"));
        report.questions()
                .forEach(asked -> line(
                        "compared",
                        asked.question() + ": " + asked.answer()
                                + asked.checksum().map(sum -> " (" + sum + ")").orElse("")));
        report.hidden()
                .ifPresentOrElse(
                        hidden -> line("hidden", hidden.text() + "; push and pull leave it alone"),
                        () -> line("hidden", "no filter and no ignore file hides it"));
        report.push().ifPresent(action -> line("push", would(action, SyncDirection.PUSH)));
        report.pull().ifPresent(action -> line("pull", would(action, SyncDirection.PULL)));
        line(
                "last run",
                report.lastRun().map(run -> run(run, report.lastItem())).orElse("none in the history"));
    }

    private void line(String name, String text) {
        console.line("  %-9s %s".formatted(name, SafeText.of(text)));
    }

    private static String state(Optional<String> state) {
        return state.map(word -> word + ": ").orElse("");
    }

    private static String shown(Optional<ObjectMetadata> object) {
        if (object.isEmpty()) {
            return "nothing";
        }
        ObjectMetadata metadata = object.get();
        var text = new StringJoiner(", ");
        text.add(metadata.size() + " bytes");
        text.add("of " + metadata.contentModified().orElse(metadata.modified()));
        metadata.etag().ifPresent(etag -> text.add("version " + etag));
        metadata.checksums().forEach(checksum -> text.add(checksum.toString()));
        return text.toString();
    }

    private static String shown(SyncedObject base) {
        return base.size() + " bytes by run " + base.run()
                + base.checksum().map(sum -> ", " + sum).orElse("")
                + "; here of " + base.local().modified()
                + base.local().etag().map(etag -> ", version " + etag).orElse("")
                + "; there of " + base.remote().modified()
                + base.remote().etag().map(etag -> ", version " + etag).orElse("");
    }

    private static String would(SyncAction action, SyncDirection direction) {
        String what = switch (action) {
            case SyncAction.Transfer _ -> direction == SyncDirection.PUSH ? "would send it" : "would bring it";
            case SyncAction.Delete _ ->
                "would delete it " + (direction == SyncDirection.PUSH ? "there" : "here")
                        + ", unless the guard holds deletes back";
            case SyncAction.Conflict _ -> "would report a conflict and leave both";
            case SyncAction.LeftAlone _ -> "would leave it alone";
            case SyncAction.Adopt _ -> "would only note it";
            case SyncAction.Forget _ -> "would only forget that it was synced";
            case SyncAction.Unchanged _ -> "would do nothing";
            case SyncAction.Refused refused -> "would refuse it (" + refused.rule() + ")";
        };
        return what + ": " + action.reason().text(direction) + " [" + NdjsonSyncView.machineName(action.reason()) + "]";
    }

    private static String run(RunEntry run, Optional<RunItem> item) {
        String what = item.map(one -> ": " + RunWords.action(one) + " " + RunWords.result(one)
                        + one.reason().map(reason -> ", " + reason.text()).orElse("")
                        + one.problem().map(problem -> ", " + problem.message()).orElse(""))
                .orElse("");
        return run.start().name() + " (" + run.start().command() + ")" + what;
    }
}
