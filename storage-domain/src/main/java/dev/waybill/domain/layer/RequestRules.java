package dev.waybill.domain.layer;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a store's capabilities forbid to ask of it, in one place.
final class RequestRules {
    private final StoreId store;
    private final Capabilities capabilities;

    RequestRules(StoreId store, Capabilities capabilities) {
        this.store = store;
        this.capabilities = capabilities;
    }

    /// @throws StorageException.KeyRejected if the key is longer than the store's keys may be
    void requireKey(ObjectKey key) {
        int bytes = key.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > capabilities.maxKeyBytes()) {
            String rule = "it has " + bytes + " bytes of UTF-8, more than the " + capabilities.maxKeyBytes() + " here";
            throw new StorageException.KeyRejected(store, key, rule, null);
        }
    }

    /// Whether a put of this is possible.
    void requirePut(ObjectKey key, OptionalLong length, PutOptions options) {
        requireKey(key);
        requireCondition(key, options.precondition());
        requireKept(key, options);
        options.checksum().ifPresent(checksum -> requireAlgorithm(key, checksum.algorithm(), capabilities.checksums()));
        requireRoom(key, length, capabilities.maxPutBytes());
    }

    /// Whether a read is possible.
    void requireGet(ObjectKey key, GetOptions options) {
        if (options.ifMatch().isPresent() || options.unlessMatch().isPresent()) {
            require(Capability.VERSION_TOKENS, key, "reading one version only");
        }
    }

    /// Whether a listing is possible.
    void requireList(ListOptions options) {
        if (options.startAfter().isPresent() && !capabilities.has(Capability.KEY_ORDER)) {
            throw new StorageException.NotSupported(store, Optional.empty(), "listing from a key on");
        }
    }

    /// Whether a copy is possible.
    void requireCopy(ObjectKey from, ObjectKey to, CopyOptions options) {
        require(Capability.SERVER_SIDE_COPY, to, "copying within the store");
        requireKey(to);
        if (options.ifSourceMatch().isPresent()) {
            require(Capability.VERSION_TOKENS, from, "copying one version only");
        }
        requireLateCondition(to, options.precondition(), Capability.CONDITIONAL_COPY, "conditions on copies");
        boolean entries = options.userMetadata().isPresent();
        requireKept(
                to,
                entries || options.writeId().isPresent(),
                options.contentModified().isPresent());
    }

    /// Whether a delete is possible.
    void requireDelete(ObjectKey key, DeleteOptions options) {
        if (options.ifMatch().isPresent()) {
            require(Capability.DELETE_IF_MATCH, key, "deleting one version only");
        }
    }

    /// Whether listing unfinished uploads is possible.
    void requireUploads() {
        if (!capabilities.has(Capability.RESUMABLE_UPLOAD)) {
            throw new StorageException.NotSupported(store, Optional.empty(), "uploads in parts");
        }
    }

    /// Whether an upload in parts is possible.
    ///
    /// @return the bounds that hold for its parts
    UploadLimits requireUpload(UploadRequest request) {
        ObjectKey key = request.key();
        require(Capability.RESUMABLE_UPLOAD, key, "uploads in parts");
        UploadLimits limits = capabilities.uploadLimits().orElseThrow();
        requireKey(key);
        Precondition condition = request.options().precondition();
        requireLateCondition(key, condition, Capability.CONDITIONAL_COMPLETE, "conditions on uploads in parts");
        requireKept(key, request.options());
        request.checksum().ifPresent(algorithm -> requireAlgorithm(key, algorithm, capabilities.uploadChecksums()));
        if (request.partBytes() < limits.minPartBytes() || request.partBytes() > limits.maxPartBytes()) {
            throw new IllegalArgumentException("parts of " + key + " in " + store + " must have "
                    + limits.minPartBytes() + " to " + limits.maxPartBytes() + " bytes: " + request.partBytes());
        }
        return limits;
    }

    /// Whether a part may be a range of an object.
    void requireCopyPart(ObjectKey key) {
        require(Capability.COPY_PART, key, "parts that are ranges of an object");
    }

    /// @throws StorageException.QuotaExceeded if an object of this length is larger than the store's may be
    void requireObjectRoom(ObjectKey key, long length) {
        requireRoom(key, OptionalLong.of(length), capabilities.maxObjectBytes());
    }

    private void requireRoom(ObjectKey key, OptionalLong length, long most) {
        if (length.isPresent() && length.getAsLong() > most) {
            String detail = length.getAsLong() + " bytes are more than the " + most + " that it takes this way";
            throw new StorageException.QuotaExceeded(store, Optional.of(key), detail, null);
        }
    }

    private void requireLateCondition(ObjectKey key, Precondition condition, Capability capability, String request) {
        if (!(condition instanceof Precondition.None)) {
            require(capability, key, request);
        }
        requireCondition(key, condition);
    }

    private void requireCondition(ObjectKey key, Precondition condition) {
        switch (condition) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> require(Capability.PUT_IF_ABSENT, key, "writing only what is absent");
            case Precondition.Matches matches -> require(Capability.PUT_IF_MATCH, key, "replacing one version only");
        }
    }

    private void requireKept(ObjectKey key, PutOptions options) {
        boolean entries = !options.userMetadata().isEmpty() || options.writeId().isPresent();
        requireKept(key, entries, options.contentModified().isPresent());
    }

    private void requireKept(ObjectKey key, boolean entries, boolean time) {
        if (entries) {
            require(Capability.USER_METADATA, key, "user metadata");
        }
        if (time && capabilities.modifiedPrecision().isEmpty()) {
            throw new StorageException.NotSupported(store, Optional.of(key), "keeping the time of the content");
        }
    }

    private void requireAlgorithm(ObjectKey key, ChecksumAlgorithm algorithm, Set<ChecksumAlgorithm> verified) {
        if (!verified.contains(algorithm)) {
            throw new StorageException.NotSupported(
                    store, Optional.of(key), "verifying " + algorithm + " checksums of this write");
        }
    }

    private void require(Capability capability, ObjectKey key, String request) {
        if (!capabilities.has(capability)) {
            throw new StorageException.NotSupported(store, Optional.of(key), request);
        }
    }
}
