package dev.waybill.testkit;

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
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Refuses what an [InMemoryAdapter] was told that it cannot do.
record InMemoryCapabilities(StoreId store, Capabilities capabilities) {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /// Everything that the port knows of, with parts so small that tests are quick.
    static final Capabilities ALL = new Capabilities(
            EnumSet.allOf(Capability.class),
            ObjectKey.MAX_BYTES,
            LONGEST_ARRAY,
            LONGEST_ARRAY,
            Optional.of(Duration.ofNanos(1)),
            EnumSet.allOf(ChecksumAlgorithm.class),
            EnumSet.allOf(ChecksumAlgorithm.class),
            Optional.of(new UploadLimits(1024, 1 << 20, 10_000)));

    /// The least a store can be: bytes under keys.
    static final Capabilities NONE = new Capabilities(
            Set.of(),
            ObjectKey.MAX_BYTES,
            LONGEST_ARRAY,
            LONGEST_ARRAY,
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty());

    void require(Capability capability, Optional<ObjectKey> key) {
        if (!capabilities.has(capability)) {
            throw new NotSupported(store, key, capability.name());
        }
    }

    void requireGet(ObjectKey key, GetOptions options) {
        if (options.ifMatch().isPresent() || options.unlessMatch().isPresent()) {
            require(Capability.VERSION_TOKENS, Optional.of(key));
        }
    }

    void requirePut(ObjectKey key, PutOptions options) {
        requireKey(key);
        requireCondition(key, options.precondition());
        if (!options.userMetadata().isEmpty() || options.writeId().isPresent()) {
            require(Capability.USER_METADATA, Optional.of(key));
        }
        if (options.contentModified().isPresent()) {
            requireContentTimes(key);
        }
        options.checksum().ifPresent(checksum -> requireChecksum(key, capabilities.checksums(), checksum.algorithm()));
    }

    void requireCopy(ObjectKey to, CopyOptions options) {
        require(Capability.SERVER_SIDE_COPY, Optional.of(to));
        requireKey(to);
        requireCondition(to, options.precondition());
        if (!options.precondition().equals(Precondition.NONE)) {
            require(Capability.CONDITIONAL_COPY, Optional.of(to));
        }
        if (options.ifSourceMatch().isPresent()) {
            require(Capability.VERSION_TOKENS, Optional.of(to));
        }
        if (options.userMetadata().isPresent() || options.writeId().isPresent()) {
            require(Capability.USER_METADATA, Optional.of(to));
        }
        if (options.contentModified().isPresent()) {
            requireContentTimes(to);
        }
    }

    void requireUpload(UploadRequest request) {
        var key = request.key();
        require(Capability.RESUMABLE_UPLOAD, Optional.of(key));
        requirePut(key, request.options());
        if (!request.options().precondition().equals(Precondition.NONE)) {
            require(Capability.CONDITIONAL_COMPLETE, Optional.of(key));
        }
        request.checksum().ifPresent(algorithm -> requireChecksum(key, capabilities.uploadChecksums(), algorithm));
        var limits = capabilities.uploadLimits().orElseThrow();
        if (request.partBytes() < limits.minPartBytes() || request.partBytes() > limits.maxPartBytes()) {
            throw new IllegalArgumentException("partBytes of " + key + " must be " + limits.minPartBytes() + " to "
                    + limits.maxPartBytes() + ": " + request.partBytes());
        }
    }

    void requireDelete(ObjectKey key, DeleteOptions options) {
        if (options.ifMatch().isPresent()) {
            require(Capability.DELETE_IF_MATCH, Optional.of(key));
        }
    }

    void requireList(ListOptions options) {
        if (options.startAfter().isPresent()) {
            require(Capability.KEY_ORDER, options.startAfter());
        }
    }

    private void requireKey(ObjectKey key) {
        new InMemoryNames(store, capabilities.names()).requireHeld(key);
        int bytes = key.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > capabilities.maxKeyBytes()) {
            throw new KeyRejected(store, key, bytes + " bytes are more than " + capabilities.maxKeyBytes(), null);
        }
    }

    private void requireContentTimes(ObjectKey key) {
        if (capabilities.modifiedPrecision().isEmpty()) {
            throw new NotSupported(store, Optional.of(key), "keeping a time of the content");
        }
    }

    private void requireChecksum(ObjectKey key, Set<ChecksumAlgorithm> known, ChecksumAlgorithm algorithm) {
        if (!known.contains(algorithm)) {
            throw new NotSupported(store, Optional.of(key), "a checksum in " + algorithm);
        }
    }

    private void requireCondition(ObjectKey key, Precondition condition) {
        switch (condition) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> require(Capability.PUT_IF_ABSENT, Optional.of(key));
            case Precondition.Matches matches -> require(Capability.PUT_IF_MATCH, Optional.of(key));
        }
    }
}
