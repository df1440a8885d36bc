package dev.waybill.cli.copy;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Skips;
import dev.waybill.port.StorageException;
import tools.jackson.core.JsonGenerator;

/// Tells machines what a copy does. Any number of threads.
public final class NdjsonCopyView implements CopyView {
    private final Ndjson events;
    private final CopyRequest request;

    /// @param events where they go
    public NdjsonCopyView(Ndjson events, CopyRequest request) {
        this.events = events;
        this.request = request;
    }

    @Override
    public void done(Location from, Location to, long size) {
        event("done", from, to, size);
    }

    @Override
    public void wouldDo(Location from, Location to, long size) {
        event("planned", from, to, size);
    }

    @Override
    public void leftAlone(Location from, Location to, long size) {
        event("left", from, to, size);
    }

    @Override
    public void failed(Location from, Location to, StorageException cause) {
        events.event("object", json -> {
            names(json, "failed", from, to);
            json.writeStringProperty("error", StorageFailures.kind(cause));
            json.writeStringProperty("message", String.valueOf(cause.getMessage()));
            json.writeBooleanProperty("retryable", StorageFailures.isRetryable(cause));
        });
    }

    /// Tells what it came to.
    public void summary(CopyTotals totals) {
        events.event("summary", json -> {
            json.writeStringProperty("command", command());
            json.writeBooleanProperty("dryRun", request.dryRun());
            json.writeNumberProperty("objects", totals.objects());
            json.writeNumberProperty("bytes", totals.bytes());
            json.writeNumberProperty("left", totals.leftAloneCount());
            json.writeNumberProperty("failed", totals.failedCount());
            json.writeObjectPropertyStart("skipped");
            totals.skipped().forEach((reason, count) -> json.writeNumberProperty(Skips.machineName(reason), count));
            json.writeEndObject();
            json.writeNumberProperty("exitCode", totals.code().status());
        });
    }

    private void event(String status, Location from, Location to, long size) {
        events.event("object", json -> {
            names(json, status, from, to);
            json.writeNumberProperty("size", size);
        });
    }

    private void names(JsonGenerator json, String status, Location from, Location to) {
        json.writeStringProperty("action", command());
        json.writeStringProperty("status", status);
        json.writeStringProperty("from", from.label() + from.path());
        json.writeStringProperty("to", to.label() + to.path());
    }

    private String command() {
        return request.move() ? "mv" : "cp";
    }
}
