package dev.waybill.port;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a store can do, and its bounds. It changes what callers may ask, never what a call means.
///
/// @param flags what of the optional it offers
/// @param maxKeyBytes the longest key, in bytes of UTF-8, 1 to [ObjectKey#MAX_BYTES]; under a prefix of the
///     adapter's own, what is left of the store's bound
/// @param maxObjectBytes the largest object, by whatever call it is written
/// @param maxPutBytes the largest object that [IObjectStorageAdapter#put] takes, declared or not
/// @param modifiedPrecision how exactly [PutOptions#contentModified] is kept; empty if it is not kept
/// @param checksums in which algorithms put verifies [PutOptions#checksum]
/// @param uploadChecksums in which algorithms [UploadSession#complete] verifies the whole
/// @param uploadLimits the bounds of an upload in parts; present exactly with [Capability#RESUMABLE_UPLOAD]
/// @param names which names it holds
public record Capabilities(
        Set<Capability> flags,
        int maxKeyBytes,
        long maxObjectBytes,
        long maxPutBytes,
        Optional<Duration> modifiedPrecision,
        Set<ChecksumAlgorithm> checksums,
        Set<ChecksumAlgorithm> uploadChecksums,
        Optional<UploadLimits> uploadLimits,
        NameRules names) {

    /// A store that holds every name.
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public Capabilities(
            Set<Capability> flags,
            int maxKeyBytes,
            long maxObjectBytes,
            long maxPutBytes,
            Optional<Duration> modifiedPrecision,
            Set<ChecksumAlgorithm> checksums,
            Set<ChecksumAlgorithm> uploadChecksums,
            Optional<UploadLimits> uploadLimits) {
        this(
                flags,
                maxKeyBytes,
                maxObjectBytes,
                maxPutBytes,
                modifiedPrecision,
                checksums,
                uploadChecksums,
                uploadLimits,
                NameRules.ANY);
    }

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public Capabilities {
        if (maxKeyBytes < 1 || maxKeyBytes > ObjectKey.MAX_BYTES) {
            throw new IllegalArgumentException("maxKeyBytes must be 1 to " + ObjectKey.MAX_BYTES + ": " + maxKeyBytes);
        }
        if (maxPutBytes < 1 || maxObjectBytes < maxPutBytes) {
            throw new IllegalArgumentException(
                    "maxPutBytes must be 1 to maxObjectBytes: " + maxPutBytes + ", " + maxObjectBytes);
        }
        if (uploadLimits.isPresent() != flags.contains(Capability.RESUMABLE_UPLOAD)) {
            throw new IllegalArgumentException("uploadLimits and RESUMABLE_UPLOAD come together or not at all");
        }
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
        checksums = checksums.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(checksums));
        uploadChecksums =
                uploadChecksums.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(uploadChecksums));
    }

    /// The same under these rules of names.
    public Capabilities withNames(NameRules rules) {
        return new Capabilities(
                flags,
                maxKeyBytes,
                maxObjectBytes,
                maxPutBytes,
                modifiedPrecision,
                checksums,
                uploadChecksums,
                uploadLimits,
                rules);
    }

    /// Whether the store can do this.
    public boolean has(Capability capability) {
        return flags.contains(capability);
    }
}
