package dev.waybill.cli.sync;

import dev.waybill.cli.output.Ndjson;
import dev.waybill.domain.sync.ItemVersion;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.RunStart;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Tells machines what runs did. One thread.
public final class NdjsonRuns {
    private final Ndjson json;
    private final RunHistory history;

    /// @param history knows which run goes on
    public NdjsonRuns(Ndjson json, RunHistory history) {
        this.json = json;
        this.history = history;
    }

    /// Writes one object for all runs.
    public void document(List<RunEntry> runs) {
        json.event("runs", fields -> {
            fields.writeArrayPropertyStart("runs");
            runs.forEach(run -> {
                fields.writeStartObject();
                describe(fields, run);
                fields.writeEndObject();
            });
            fields.writeEndArray();
        });
    }

    /// Writes one object a run.
    public void lines(List<RunEntry> runs) {
        runs.forEach(run -> json.event("run", fields -> describe(fields, run)));
    }

    /// Writes one object for a run and all its items.
    public void document(RunEntry run, Iterator<RunItem> items) {
        json.event("run", fields -> {
            describe(fields, run);
            fields.writeArrayPropertyStart("items");
            items.forEachRemaining(item -> {
                fields.writeStartObject();
                describe(fields, item);
                fields.writeEndObject();
            });
            fields.writeEndArray();
        });
    }

    /// Writes one object for a run, then one an item.
    public void lines(RunEntry run, Iterator<RunItem> items) {
        json.event("run", fields -> describe(fields, run));
        items.forEachRemaining(item -> json.event("item", fields -> describe(fields, item)));
    }

    /// Writes the fields of a run.
    void describe(JsonGenerator fields, RunEntry run) {
        RunStart start = run.start();
        fields.writeStringProperty("run", start.name().value());
        fields.writeStringProperty("command", start.command());
        fields.writeStringProperty("direction", start.direction().name().toLowerCase(Locale.ROOT));
        fields.writeStringProperty("local", start.local());
        fields.writeStringProperty("remote", start.remote());
        fields.writeStringProperty("options", start.options());
        start.undoes().ifPresent(undone -> fields.writeStringProperty("undoes", undone.value()));
        fields.writeStringProperty("begin", start.begin().toString());
        run.end().ifPresent(end -> fields.writeStringProperty("end", end.toString()));
        fields.writeStringProperty("outcome", RunWords.outcome(run, history));
        run.detail().ifPresent(detail -> fields.writeStringProperty("detail", detail));
        NdjsonSyncSummary.tally(fields, "moved", run.totals().moved());
        NdjsonSyncSummary.tally(fields, "deleted", run.totals().deleted());
        fields.writeNumberProperty("conflicts", run.totals().conflicts());
        fields.writeNumberProperty("failures", run.totals().failures());
    }

    /// Writes the fields of an item.
    static void describe(JsonGenerator fields, RunItem item) {
        fields.writeStringProperty("key", item.key().value());
        fields.writeStringProperty("action", RunWords.action(item));
        fields.writeStringProperty("result", RunWords.result(item));
        item.reason().ifPresent(reason -> fields.writeStringProperty("reason", NdjsonSyncView.machineName(reason)));
        version(fields, "before", item.before());
        version(fields, "after", item.after());
        item.kept().ifPresent(kept -> fields.writeStringProperty("kept", kept.value()));
        item.problem().ifPresent(problem -> {
            fields.writeStringProperty("error", RunWords.kind(problem));
            fields.writeStringProperty("message", problem.message());
        });
    }

    private static void version(JsonGenerator fields, String name, Optional<ItemVersion> version) {
        if (version.isEmpty()) {
            return;
        }
        fields.writeObjectPropertyStart(name);
        fields.writeNumberProperty("size", version.get().size());
        fields.writeStringProperty("modified", version.get().modified().toString());
        version.get().contentModified().ifPresent(time -> fields.writeStringProperty("content", time.toString()));
        version.get().etag().ifPresent(etag -> fields.writeStringProperty("version", etag.value()));
        version.get().checksum().ifPresent(sum -> fields.writeStringProperty("checksum", sum.toString()));
        fields.writeEndObject();
    }
}
