package dev.waybill.port;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// An upload that was started and neither completed nor aborted.
///
/// @param key where its object would be
/// @param id its name, for [UploadRequest#resuming]
/// @param started when, by the store's clock, where the store knows
/// @param partBytes the length of its parts, where the store knows and a request that resumes it must name it
/// @param checksum in which algorithm its whole will be verified, likewise
public record UnfinishedUpload(
        ObjectKey key,
        UploadId id,
        Optional<Instant> started,
        OptionalLong partBytes,
        Optional<ChecksumAlgorithm> checksum) {

    /// An upload of which the store keeps no length of parts, and takes any from who resumes it.
    public UnfinishedUpload(ObjectKey key, UploadId id, Optional<Instant> started) {
        this(key, id, started, OptionalLong.empty(), Optional.empty());
    }

    /// A request that resumes it to see its parts or to abort it, whoever started it. It does not know the options
    /// it was started with, so it is not good for completing it.
    ///
    /// @param limits the store's, [Capabilities#uploadLimits]
    public UploadRequest toLookAt(UploadLimits limits) {
        return new UploadRequest(
                key, PutOptions.DEFAULT, partBytes.orElse(limits.minPartBytes()), checksum, Optional.of(id));
    }
}
