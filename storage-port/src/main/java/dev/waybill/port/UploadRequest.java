package dev.waybill.port;

import java.util.Optional;

/// Which upload in parts [IObjectStorageAdapter#openUpload] starts or resumes. A resumed upload must be given
/// the key, options, part size and algorithm it was started with.
///
/// @param key where the object will be
/// @param options how it will be written; a precondition, checked at completion, needs
///     [Capability#CONDITIONAL_COMPLETE]. A checksum is given to [UploadSession#complete] and not here
/// @param partBytes the length of every part but the last, within [Capabilities#uploadLimits]
/// @param checksum in which algorithm the whole will be verified at completion, one of
///     [Capabilities#uploadChecksums], or empty if it will not
/// @param resume the upload to go on with, or empty to start one
public record UploadRequest(
        ObjectKey key,
        PutOptions options,
        long partBytes,
        Optional<ChecksumAlgorithm> checksum,
        Optional<UploadId> resume) {

    /// @throws IllegalArgumentException if `partBytes` is less than 1, or the options hold a checksum
    public UploadRequest {
        if (partBytes < 1) {
            throw new IllegalArgumentException("partBytes of " + key + " must be 1 or more: " + partBytes);
        }
        if (options.checksum().isPresent()) {
            throw new IllegalArgumentException("the checksum of an upload is given when it is completed: " + key);
        }
    }

    /// Start an upload to `key` whose whole is not verified.
    public static UploadRequest start(ObjectKey key, PutOptions options, long partBytes) {
        return new UploadRequest(key, options, partBytes, Optional.empty(), Optional.empty());
    }

    /// The same, the whole to be verified in `algorithm`.
    public UploadRequest withChecksum(ChecksumAlgorithm algorithm) {
        return new UploadRequest(key, options, partBytes, Optional.of(algorithm), resume);
    }

    /// Go on with the upload `id`.
    public UploadRequest resuming(UploadId id) {
        return new UploadRequest(key, options, partBytes, checksum, Optional.of(id));
    }
}
