package dev.waybill.cli.sync;

import dev.waybill.cli.output.Ndjson;
import dev.waybill.domain.sync.HiddenBy;
import dev.waybill.domain.sync.KeyReport;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.port.ObjectMetadata;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Tells machines about one object, as one JSON object. One thread.
public final class JsonKeyReport {
    private final Ndjson json;
    private final SyncPlace place;

    /// @param place the two sides
    public JsonKeyReport(Ndjson json, SyncPlace place) {
        this.json = json;
        this.place = place;
    }

    /// Writes what is known and what would be done.
    public void print(KeyReport report) {
        json.event("why", fields -> {
            fields.writeStringProperty("key", report.key().value());
            side(fields, "local", place.localName(), report.local(), report.localState());
            side(fields, "remote", place.remoteStore(), report.remote(), report.remoteState());
            report.base().ifPresent(base -> base(fields, base));
            report.hidden().ifPresent(hidden -> hidden(fields, hidden));
            fields.writeArrayPropertyStart("compared");
            report.questions().forEach(asked -> {
                fields.writeStartObject();
                fields.writeStringProperty("question", asked.question());
                fields.writeStringProperty("answer", asked.answer());
                asked.checksum().ifPresent(sum -> fields.writeStringProperty("checksum", sum));
                fields.writeEndObject();
            });
            fields.writeEndArray();
            action(fields, SyncDirection.PUSH, report.push());
            action(fields, SyncDirection.PULL, report.pull());
            report.lastRun().ifPresent(run -> {
                fields.writeStringProperty("lastRun", run.start().name().value());
                fields.writeStringProperty("lastCommand", run.start().command());
            });
            report.lastItem().ifPresent(item -> {
                fields.writeObjectPropertyStart("lastItem");
                NdjsonRuns.describe(fields, item);
                fields.writeEndObject();
            });
        });
    }

    private static void side(
            JsonGenerator fields, String name, String store, Optional<ObjectMetadata> object, Optional<String> state) {
        fields.writeObjectPropertyStart(name);
        fields.writeStringProperty("store", store);
        fields.writeBooleanProperty("there", object.isPresent());
        state.ifPresent(word -> fields.writeStringProperty("state", word));
        object.ifPresent(metadata -> {
            fields.writeNumberProperty("size", metadata.size());
            fields.writeStringProperty("modified", metadata.modified().toString());
            metadata.contentModified().ifPresent(time -> fields.writeStringProperty("content", time.toString()));
            metadata.etag().ifPresent(etag -> fields.writeStringProperty("version", etag.value()));
            fields.writeArrayPropertyStart("checksums");
            metadata.checksums().forEach(sum -> fields.writeString(sum.toString()));
            fields.writeEndArray();
        });
        fields.writeEndObject();
    }

    private static void base(JsonGenerator fields, SyncedObject base) {
        fields.writeObjectPropertyStart("base");
        fields.writeNumberProperty("size", base.size());
        base.checksum().ifPresent(sum -> fields.writeStringProperty("checksum", sum.toString()));
        fields.writeStringProperty("run", base.run());
        fields.writeStringProperty("syncedAt", base.syncedAt().toString());
        version(fields, "local", base.local());
        version(fields, "remote", base.remote());
        fields.writeEndObject();
    }

    private static void version(JsonGenerator fields, String name, SyncedVersion version) {
        fields.writeObjectPropertyStart(name);
        fields.writeStringProperty("modified", version.modified().toString());
        version.etag().ifPresent(etag -> fields.writeStringProperty("version", etag.value()));
        fields.writeEndObject();
    }

    private static void hidden(JsonGenerator fields, HiddenBy hidden) {
        fields.writeObjectPropertyStart("hidden");
        fields.writeStringProperty(
                "rule", hidden.rule().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.writeStringProperty("matched", hidden.name());
        fields.writeStringProperty("file", hidden.file());
        fields.writeNumberProperty("line", hidden.line());
        fields.writeStringProperty("pattern", hidden.pattern());
        fields.writeStringProperty("text", hidden.text());
        fields.writeEndObject();
    }

    private static void action(JsonGenerator fields, SyncDirection direction, Optional<SyncAction> action) {
        if (action.isEmpty()) {
            return;
        }
        fields.writeObjectPropertyStart(direction.name().toLowerCase(Locale.ROOT));
        fields.writeStringProperty("action", NdjsonSyncView.actionName(action.get()));
        fields.writeStringProperty(
                "reason", NdjsonSyncView.machineName(action.get().reason()));
        fields.writeStringProperty("text", action.get().reason().text(direction));
        fields.writeEndObject();
    }
}
