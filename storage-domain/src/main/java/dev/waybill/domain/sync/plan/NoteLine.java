package dev.waybill.domain.sync.plan;

import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncFailure;

/// A line about an object that the plan leaves as it is, though that is not what was asked for.
final class NoteLine {
    private NoteLine() {}

    static byte[] write(String plan, SyncAction action) {
        return PlanLines.line(PlanLines.NOTE, plan, json -> {
            json.writeStringProperty("what", "conflict");
            json.writeStringProperty("key", action.key().value());
            json.writeStringProperty("reason", Names.of(action.reason()));
            json.writeNumberProperty("size", action.size());
        });
    }

    static byte[] write(String plan, SyncFailure failure) {
        return PlanLines.line(PlanLines.NOTE, plan, json -> {
            json.writeStringProperty("what", "failure");
            json.writeStringProperty("key", failure.key().value());
            json.writeStringProperty("message", String.valueOf(failure.cause().getMessage()));
        });
    }
}
