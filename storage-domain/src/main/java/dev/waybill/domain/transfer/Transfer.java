package dev.waybill.domain.transfer;

import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One object's way: what is moved, from where, to where, and how.
record Transfer(
        IObjectStorageAdapter source,
        ObjectMetadata what,
        IObjectStorageAdapter target,
        ObjectKey to,
        TransferOptions options,
        TransferProgress progress) {

    boolean staysInStore() {
        return source.store().equals(target.store())
                && target.capabilities().has(Capability.SERVER_SIDE_COPY)
                && options.expected().isEmpty();
    }

    /// What of `known` the target keeps, as options without condition and checksum. A store may hold what no other
    /// takes, written by other tools; that stays behind and fails nothing.
    PutOptions putOptions(ObjectMetadata known) {
        PutOptions options = PutOptions.DEFAULT.withUserMetadata(entries(known));
        if (known.contentType().isPresent()) {
            options = withContentType(options, known.contentType().get());
        }
        options = contentModified(known).map(options::withContentModified).orElse(options);
        return target.capabilities().has(Capability.USER_METADATA) ? options.withWriteId(ownToken()) : options;
    }

    /// Tells this write from every other, should its answer be lost. A retry of it bears the same one.
    private static WriteId ownToken() {
        return new WriteId(UUID.randomUUID().toString());
    }

    private Optional<Instant> contentModified(ObjectMetadata known) {
        return options.contentModified()
                .or(known::contentModified)
                .filter(time -> target.capabilities().modifiedPrecision().isPresent());
    }

    private UserMetadata entries(ObjectMetadata known) {
        if (!options.keepUserMetadata() || !target.capabilities().has(Capability.USER_METADATA)) {
            return UserMetadata.EMPTY;
        }
        UserMetadata all = known.userMetadata().orElse(UserMetadata.EMPTY);
        if (isWritable(all)) {
            return all;
        }
        var entries = new HashMap<>(all.entries());
        entries.entrySet().removeIf(e -> !isWritable(UserMetadata.of(Map.of(e.getKey(), e.getValue()))));
        UserMetadata some = UserMetadata.of(entries);
        return isWritable(some) ? some : UserMetadata.EMPTY;
    }

    private static boolean isWritable(UserMetadata entries) {
        try {
            entries.requireWritable();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static PutOptions withContentType(PutOptions options, String type) {
        try {
            return options.withContentType(type);
        } catch (IllegalArgumentException e) {
            return options;
        }
    }
}
