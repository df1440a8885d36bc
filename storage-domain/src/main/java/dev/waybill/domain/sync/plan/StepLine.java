package dev.waybill.domain.sync.plan;

import dev.waybill.domain.sync.PlanStep;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// A line that is one step: what is to be done about which key, and the versions on which that depends.
final class StepLine {
    private static final String AFTER_DELETES = "deletes";
    private static final Set<Reason> ADOPTING =
            EnumSet.of(Reason.ALIKE_NEVER_SYNCED, Reason.ALIKE_CHANGED, Reason.ONLY_TIMES);

    private StepLine() {}

    static byte[] write(String plan, SyncDirection direction, PlanStep step) {
        return PlanLines.line(PlanLines.STEP, plan, json -> {
            SyncAction action = step.action();
            json.writeStringProperty("action", name(action));
            json.writeStringProperty("key", action.key().value());
            json.writeStringProperty("reason", Names.of(action.reason()));
            json.writeNumberProperty("size", action.size());
            if (step.late()) {
                json.writeStringProperty("after", AFTER_DELETES);
            }
            step.as().ifPresent(name -> json.writeStringProperty("as", name.value()));
            versions(json, direction, action);
        });
    }

    private static String name(SyncAction action) {
        return switch (action) {
            case SyncAction.Transfer transfer -> "transfer";
            case SyncAction.Delete delete -> "delete";
            case SyncAction.Adopt adopt -> "adopt";
            case SyncAction.Forget forget -> "forget";
            case SyncAction.Conflict conflict -> "none";
            case SyncAction.LeftAlone left -> "none";
            case SyncAction.Unchanged unchanged -> "none";
            case SyncAction.Refused refused -> "none";
        };
    }

    private static void versions(JsonGenerator json, SyncDirection direction, SyncAction action) {
        switch (action) {
            case SyncAction.Transfer transfer -> both(json, Optional.of(transfer.source()), transfer.target());
            case SyncAction.Delete delete -> both(json, Optional.empty(), Optional.of(delete.target()));
            case SyncAction.Adopt adopt -> {
                boolean push = direction == SyncDirection.PUSH;
                both(
                        json,
                        Optional.of(push ? adopt.local() : adopt.remote()),
                        Optional.of(push ? adopt.remote() : adopt.local()));
                adopt.checksum().ifPresent(checksum -> json.writeStringProperty("checksum", checksum.toString()));
            }
            case SyncAction.Forget forget -> both(json, Optional.empty(), Optional.empty());
            case SyncAction.Conflict conflict -> both(json, conflict.source(), conflict.target());
            case SyncAction.LeftAlone left -> {}
            case SyncAction.Unchanged unchanged -> {}
            case SyncAction.Refused refused -> both(json, Optional.of(refused.source()), Optional.empty());
        }
    }

    private static void both(JsonGenerator json, Optional<ObjectMetadata> source, Optional<ObjectMetadata> target) {
        VersionField.write(json, "source", source);
        VersionField.write(json, "target", target);
    }

    /// @throws IllegalArgumentException naming the rule that the line breaks
    static PlanStep read(PlanLines.Line line, SyncDirection direction, long number) {
        Fields fields = line.fields();
        String action = fields.text("action");
        ObjectKey key = new ObjectKey(fields.text("key"));
        Reason reason = HeaderLine.constant(Reason.class, "reason", fields.text("reason"));
        long size = fields.count("size");
        Optional<String> after = fields.optionalText("after");
        Optional<ObjectKey> as = fields.optionalText("as").map(ObjectKey::new);
        Optional<ObjectMetadata> source = VersionField.read(fields, "source", key);
        Optional<ObjectMetadata> target = VersionField.read(fields, "target", key);
        SyncAction read = switch (action) {
            case "transfer" -> transfer(reason, source, target);
            case "delete" -> delete(reason, source, target);
            case "adopt" -> adopt(fields, direction, reason, source, target);
            case "forget" -> forget(key, reason, source, target);
            default -> throw new IllegalArgumentException("unknown action \"" + action + '"');
        };
        fields.end();
        require(read.size() == size, "size is " + size + ", and the version it is about has " + read.size());
        require(after.isEmpty() || after.get().equals(AFTER_DELETES), "after must be " + AFTER_DELETES);
        require(
                after.isEmpty() || (read instanceof SyncAction.Transfer && target.isEmpty()),
                "only a transfer to where nothing is can come after the deletes");
        return new PlanStep(read, after.isPresent(), as, number);
    }

    private static SyncAction transfer(
            Reason reason, Optional<ObjectMetadata> source, Optional<ObjectMetadata> target) {
        boolean fits = switch (reason) {
            case NEW, RESTORED -> target.isEmpty();
            case CHANGED -> target.isPresent();
            case SOURCE_WINS -> true;
            default -> false;
        };
        require(source.isPresent(), "a transfer must have the version of the source");
        require(
                fits,
                "a transfer for the reason " + Names.of(reason)
                        + (target.isPresent() ? " cannot replace anything" : " cannot be to where nothing is"));
        return new SyncAction.Transfer(reason, source.orElseThrow(), target);
    }

    private static SyncAction delete(Reason reason, Optional<ObjectMetadata> source, Optional<ObjectMetadata> target) {
        require(source.isEmpty() && target.isPresent(), "a delete must have a version of the target, and no source");
        require(
                reason == Reason.DELETED || reason == Reason.SOURCE_WINS,
                "the reason of a delete must be deleted or source-wins: " + Names.of(reason));
        return new SyncAction.Delete(reason, target.orElseThrow());
    }

    private static SyncAction adopt(
            Fields fields,
            SyncDirection direction,
            Reason reason,
            Optional<ObjectMetadata> source,
            Optional<ObjectMetadata> target) {
        var checksum = fields.optionalText("checksum").map(VersionField::checksum);
        require(source.isPresent() && target.isPresent(), "an adopt must have a version of both sides");
        require(ADOPTING.contains(reason), "not a reason of an adopt: " + Names.of(reason));
        ObjectMetadata from = source.orElseThrow();
        ObjectMetadata to = target.orElseThrow();
        require(from.size() == to.size(), "both versions of an adopt must have one size");
        return direction == SyncDirection.PUSH
                ? new SyncAction.Adopt(reason, from, to, checksum)
                : new SyncAction.Adopt(reason, to, from, checksum);
    }

    private static SyncAction forget(
            ObjectKey key, Reason reason, Optional<ObjectMetadata> source, Optional<ObjectMetadata> target) {
        require(source.isEmpty() && target.isEmpty(), "a forget must have no version of either side");
        require(reason == Reason.BOTH_DELETED, "the reason of a forget must be both-deleted: " + Names.of(reason));
        return new SyncAction.Forget(key);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
