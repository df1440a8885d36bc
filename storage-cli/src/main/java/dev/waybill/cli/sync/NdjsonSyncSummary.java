package dev.waybill.cli.sync;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Skips;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.FailureKind;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Tally;
import dev.waybill.domain.sync.TwoWayReport;
import dev.waybill.port.SkippedEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// Tells machines what a run came to: the last event. One thread.
public final class NdjsonSyncSummary {
    private final Ndjson events;
    private final SyncPlace place;

    /// @param events where it goes
    /// @param place the two sides
    public NdjsonSyncSummary(Ndjson events, SyncPlace place) {
        this.events = events;
        this.place = place;
    }

    /// Tells what a push or pull did.
    public void print(SyncReport report) {
        events.event("summary", json -> describe(json, report.direction().name().toLowerCase(Locale.ROOT), report));
    }

    /// Tells what a run in both directions did: one event for each, with the exit code of both.
    public void printBothWays(TwoWayReport report) {
        for (SyncReport half : List.of(report.push(), report.pull())) {
            events.event("summary", json -> {
                describe(json, "sync", half, SyncOutcome.of(report));
                json.writeStringProperty("direction", half.direction().name().toLowerCase(Locale.ROOT));
            });
        }
    }

    /// Tells what the applying of a plan did.
    ///
    /// @param plan the plan's id
    public void printApplied(SyncReport report, String plan) {
        events.event("summary", json -> {
            describe(json, "apply", report);
            json.writeStringProperty("direction", report.direction().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("plan", plan);
        });
    }

    /// Tells what a push or pull would do, as one of the two that a status is made of.
    public void printStatus(SyncReport report) {
        events.event("status", json -> describe(json, report.direction().name().toLowerCase(Locale.ROOT), report));
    }

    private void describe(JsonGenerator json, String command, SyncReport report) {
        describe(json, command, report, SyncOutcome.of(report));
    }

    private void describe(JsonGenerator json, String command, SyncReport report, ExitCode code) {
        json.writeStringProperty("command", command);
        json.writeStringProperty("local", place.localName());
        json.writeStringProperty("remote", place.remoteStore());
        json.writeStringProperty("run", report.run());
        json.writeBooleanProperty("dryRun", report.dryRun());
        end(json, report.end());
        tallies(json, "planned", report.planned());
        tallies(json, "done", report.done());
        tally(json, "moved", report.moved());
        json.writeObjectPropertyStart("resumed");
        json.writeNumberProperty("objects", report.resumption().objects());
        json.writeNumberProperty("parts", report.resumption().parts());
        json.writeNumberProperty("bytes", report.resumption().bytes());
        json.writeEndObject();
        json.writeNumberProperty("resumable", report.resumption().resumable());
        place.chosenTransfers().ifPresent(chosen -> json.writeNumberProperty("transfersChosen", chosen));
        json.writeNumberProperty("conflicts", report.conflictCount());
        json.writeNumberProperty("failures", report.failureCount());
        deletes(json, report.deletes());
        skipped(json, "skipped", report.skipped());
        skipped(json, "skippedAtTarget", report.skippedAtTarget());
        json.writeNumberProperty("millis", report.duration().toMillis());
        json.writeNumberProperty("exitCode", code.status());
    }

    private static void end(JsonGenerator json, RunEnd end) {
        switch (end) {
            case RunEnd.Completed _ -> json.writeStringProperty("end", "completed");
            case RunEnd.Cancelled _ -> json.writeStringProperty("end", "cancelled");
            case RunEnd.Stopped stopped -> {
                json.writeStringProperty("end", "stopped");
                json.writeStringProperty(
                        "kind", FailureKind.of(stopped.cause(), true).name().toLowerCase(Locale.ROOT));
                json.writeStringProperty("error", StorageFailures.kind(stopped.cause()));
                json.writeStringProperty(
                        "message", String.valueOf(stopped.cause().getMessage()));
            }
        }
    }

    private static void deletes(JsonGenerator json, DeleteOutcome outcome) {
        switch (outcome) {
            case DeleteOutcome.NotAsked _ -> json.writeStringProperty("deletes", "not-asked");
            case DeleteOutcome.Ran _ -> json.writeStringProperty("deletes", "ran");
            case DeleteOutcome.Withheld withheld -> {
                json.writeStringProperty("deletes", "withheld");
                json.writeStringProperty(
                        "withheldBy",
                        withheld.why().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                json.writeNumberProperty("deletesDue", withheld.due());
            }
        }
    }

    private static void tallies(JsonGenerator json, String name, Map<Reason, Tally> tallies) {
        json.writeObjectPropertyStart(name);
        tallies.forEach((reason, tally) -> tally(json, NdjsonSyncView.machineName(reason), tally));
        json.writeEndObject();
    }

    static void tally(JsonGenerator json, String name, Tally tally) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("objects", tally.objects());
        json.writeNumberProperty("bytes", tally.bytes());
        json.writeEndObject();
    }

    private static void skipped(JsonGenerator json, String name, Map<SkippedEntry.Reason, Long> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach((reason, count) -> json.writeNumberProperty(Skips.machineName(reason), count));
        json.writeEndObject();
    }
}
