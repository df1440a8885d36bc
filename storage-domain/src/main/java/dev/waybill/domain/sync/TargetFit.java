package dev.waybill.domain.sync;

import dev.waybill.port.Capabilities;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Refuses, or leaves out, what a target cannot hold before a byte of it is sent.
///
/// @param policy what becomes of what it cannot hold under its name
/// @param target what it can hold
record TargetFit(NamePolicy policy, Capabilities target) {
    /// `transfer`, or what is done in its place.
    SyncAction fit(Triple triple, SyncAction.Transfer transfer) {
        ObjectMetadata source = transfer.source();
        Optional<SyncAction> unnamed = transfer.target().isPresent() ? Optional.empty() : unnamed(triple, source);
        return unnamed.orElseGet(() -> source.size() > target.maxObjectBytes()
                ? new SyncAction.Refused(
                        Reason.OBJECT_TOO_LARGE,
                        source,
                        "its objects have at most " + target.maxObjectBytes() + " bytes, this one " + source.size())
                : transfer);
    }

    private Optional<SyncAction> unnamed(Triple triple, ObjectMetadata source) {
        return tooLong(source.key(), target)
                .map(rule -> unheld(Reason.KEY_TOO_LONG, source, rule))
                .or(() ->
                        target.names().violation(source.key()).map(rule -> unheld(Reason.NAME_NOT_HELD, source, rule)))
                .or(() -> triple.taken()
                        .filter(other -> policy != NamePolicy.RENAME && competes())
                        .map(other -> unheld(Reason.NAME_TAKEN, source, "its name is taken for that of " + other)));
    }

    private boolean competes() {
        return target.names().ignoresSpelling() || target.names().has(NameTrait.FOLDERS);
    }

    private SyncAction unheld(Reason reason, ObjectMetadata source, String rule) {
        return switch (policy) {
            case ERROR, RENAME -> new SyncAction.Refused(reason, source, rule);
            case SKIP -> new SyncAction.LeftAlone(source.key(), reason, source.size());
        };
    }

    /// Whether a store of these capabilities could hold `key`, so that its absence means something.
    static boolean canHold(Capabilities store, ObjectKey key) {
        return tooLong(key, store).isEmpty() && store.names().violation(key).isEmpty();
    }

    /// Whether this is why something is left alone.
    static boolean isOfNames(Reason reason) {
        return reason == Reason.KEY_TOO_LONG || reason == Reason.NAME_NOT_HELD || reason == Reason.NAME_TAKEN;
    }

    private static Optional<String> tooLong(ObjectKey key, Capabilities store) {
        return key.value().getBytes(StandardCharsets.UTF_8).length > store.maxKeyBytes()
                ? Optional.of("its keys have at most " + store.maxKeyBytes() + " bytes of UTF-8")
                : Optional.empty();
    }
}
