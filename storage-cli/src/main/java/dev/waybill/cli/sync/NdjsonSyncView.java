package dev.waybill.cli.sync;

import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.output.Skips;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncEvent;
import dev.waybill.domain.sync.SyncFailure;
import dev.waybill.domain.sync.SyncListener;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Tells machines what a run does: one event for each decision, when it is carried out. Any number of threads.
public final class NdjsonSyncView implements SyncListener {
    private final Ndjson events;
    private final Progress progress;
    private final boolean dryRun;
    private final Optional<SyncDirection> direction;

    /// @param events where they go
    /// @param progress shown beside them, on standard error
    public NdjsonSyncView(Ndjson events, Progress progress, boolean dryRun) {
        this(events, progress, dryRun, Optional.empty());
    }

    private NdjsonSyncView(Ndjson events, Progress progress, boolean dryRun, Optional<SyncDirection> direction) {
        this.events = events;
        this.progress = progress;
        this.dryRun = dryRun;
        this.direction = direction;
    }

    /// For one direction of a run in both: each event about an object says which.
    public static NdjsonSyncView ofBothWays(Ndjson events, Progress progress, SyncDirection direction, boolean dryRun) {
        return new NdjsonSyncView(events, progress, dryRun, Optional.of(direction));
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.Planned planned -> planned(planned.action());
            case SyncEvent.PlanComplete _ -> progress.planIsComplete();
            case SyncEvent.Moved moved -> progress.moved(moved.bytes());
            case SyncEvent.Resumed resumed -> {
                progress.moved(resumed.bytes());
                events.event("resumed", json -> {
                    json.writeStringProperty("key", resumed.key().value());
                    json.writeNumberProperty("parts", resumed.parts());
                    json.writeNumberProperty("bytes", resumed.bytes());
                });
            }
            case SyncEvent.BegunAnew anew ->
                events.event("begun-anew", json -> {
                    json.writeStringProperty("key", anew.key().value());
                    json.writeStringProperty(
                            "why", anew.why().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                });
            case SyncEvent.Reused reused -> {
                progress.moved(reused.bytes());
                events.event("reused", json -> {
                    json.writeStringProperty("key", reused.key().value());
                    json.writeNumberProperty("parts", reused.parts());
                    json.writeNumberProperty("bytes", reused.bytes());
                });
            }
            case SyncEvent.WentWhole whole ->
                events.event("whole", json -> {
                    json.writeStringProperty("key", whole.key().value());
                    json.writeStringProperty(
                            "why", whole.why().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                });
            case SyncEvent.Renamed renamed ->
                events.event("renamed", json -> {
                    json.writeStringProperty("key", renamed.key().value());
                    json.writeStringProperty("name", renamed.name().value());
                });
            case SyncEvent.Done done -> done(done);
            case SyncEvent.Failed failed -> failed(failed);
            case SyncEvent.Skipped skipped ->
                events.event("skipped", json -> {
                    json.writeStringProperty("side", skipped.side().name().toLowerCase(Locale.ROOT));
                    json.writeStringProperty("name", skipped.entry().name());
                    json.writeStringProperty(
                            "reason", Skips.machineName(skipped.entry().reason()));
                });
            case SyncEvent.Replanned replanned ->
                events.event(
                        "replanned",
                        json -> json.writeStringProperty(
                                "store", replanned.store().toString()));
        }
    }

    /// What is not carried out later is told of at once.
    private void planned(SyncAction action) {
        switch (action) {
            case SyncAction.Transfer transfer -> {
                progress.planned(transfer.size());
                if (dryRun) {
                    object("planned", transfer);
                }
            }
            case SyncAction.Delete delete -> {
                if (dryRun) {
                    object("planned", delete);
                }
            }
            case SyncAction.Conflict conflict -> object("conflict", conflict);
            case SyncAction.LeftAlone left -> object("left", left);
            case SyncAction.Adopt _, SyncAction.Forget _ -> {
                if (dryRun) {
                    object("planned", action);
                }
            }
            case SyncAction.Unchanged _, SyncAction.Refused _ -> {
                // Unchanged ones are counted in the summary; what is refused comes as a failure.
            }
        }
    }

    private void done(SyncEvent.Done done) {
        if (done.action() instanceof SyncAction.Transfer) {
            progress.finished();
        }
        events.event("object", json -> {
            direction(json);
            describe(json, "done", done.action());
            done.checksum().ifPresent(checksum -> json.writeStringProperty("checksum", checksum.toString()));
        });
    }

    private void failed(SyncEvent.Failed failed) {
        progress.finished();
        events.event("object", json -> {
            direction(json);
            describe(json, failed.failure());
        });
    }

    static void describe(JsonGenerator json, SyncFailure failure) {
        var cause = failure.cause();
        json.writeStringProperty("status", "failed");
        json.writeStringProperty("key", failure.key().value());
        json.writeStringProperty("kind", failure.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("error", StorageFailures.kind(cause));
        json.writeStringProperty("message", String.valueOf(cause.getMessage()));
        json.writeBooleanProperty("retryable", StorageFailures.isRetryable(cause));
    }

    private void object(String status, SyncAction action) {
        events.event("object", json -> {
            direction(json);
            describe(json, status, action);
        });
    }

    private void direction(JsonGenerator json) {
        direction.ifPresent(
                which -> json.writeStringProperty("direction", which.name().toLowerCase(Locale.ROOT)));
    }

    private static void describe(JsonGenerator json, String status, SyncAction action) {
        json.writeStringProperty("action", actionName(action));
        json.writeStringProperty("status", status);
        json.writeStringProperty("reason", machineName(action.reason()));
        json.writeStringProperty("key", action.key().value());
        json.writeNumberProperty("size", action.size());
    }

    static String actionName(SyncAction action) {
        return switch (action) {
            case SyncAction.Transfer _ -> "transfer";
            case SyncAction.Delete _ -> "delete";
            case SyncAction.Conflict _, SyncAction.LeftAlone _, SyncAction.Unchanged _, SyncAction.Refused _ -> "none";
            case SyncAction.Adopt _, SyncAction.Forget _ -> "note";
        };
    }

    static String machineName(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
