package dev.waybill.cli.sync;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.domain.sync.undo.UndoEvent;
import dev.waybill.domain.sync.undo.UndoReport;
import java.util.Locale;

/// Tells machines how a run is undone. Any number of threads.
public final class NdjsonUndoView {
    private final Ndjson events;
    private final boolean dryRun;

    /// @param dryRun whether it is only told
    public NdjsonUndoView(Ndjson events, boolean dryRun) {
        this.events = events;
        this.dryRun = dryRun;
    }

    /// Tells of one item.
    public void tell(UndoEvent event) {
        String done = dryRun ? "planned" : "done";
        switch (event) {
            case UndoEvent.Restored one -> object("restore", done, one.key().value(), one.size());
            case UndoEvent.Removed one -> object("remove", done, one.key().value(), one.size());
            case UndoEvent.AsBefore one -> object("none", "as-before", one.key().value(), 0);
            case UndoEvent.Refused refused ->
                events.event("object", json -> {
                    json.writeStringProperty("status", "refused");
                    json.writeStringProperty("key", refused.key().value());
                    json.writeStringProperty(
                            "reason",
                            refused.why().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                });
            case UndoEvent.Failed failed ->
                events.event("object", json -> NdjsonSyncView.describe(json, failed.failure()));
        }
    }

    private void object(String action, String status, String key, long size) {
        events.event("object", json -> {
            json.writeStringProperty("action", action);
            json.writeStringProperty("status", status);
            json.writeStringProperty("key", key);
            json.writeNumberProperty("size", size);
        });
    }

    /// Tells what it came to.
    public void summary(UndoReport report, ExitCode code) {
        events.event("summary", json -> {
            json.writeStringProperty("command", "undo");
            json.writeStringProperty("run", report.start().name().value());
            json.writeStringProperty("undoes", report.undone().name().value());
            json.writeBooleanProperty("dryRun", report.dryRun());
            json.writeStringProperty("end", report.end().word());
            NdjsonSyncSummary.tally(json, "restored", report.restored());
            NdjsonSyncSummary.tally(json, "removed", report.removed());
            json.writeNumberProperty("asBefore", report.asBefore());
            json.writeNumberProperty("refused", report.refused());
            json.writeNumberProperty("failures", report.failures());
            json.writeNumberProperty("millis", report.duration().toMillis());
            json.writeNumberProperty("exitCode", code.status());
        });
    }
}
