package dev.waybill.adapter.s3;

import dev.waybill.port.ChecksumAlgorithm;
import java.util.Optional;

/// How the whole of an object is kept verifiable in a store.
enum S3ChecksumPolicy {
    /// The store takes, verifies and keeps a CRC-64/NVME.
    CRC64NVME(ChecksumAlgorithm.CRC64NVME),
    /// The store takes, verifies and keeps a CRC-32C.
    CRC32C(ChecksumAlgorithm.CRC32C),
    /// The store verifies a `Content-MD5`, and the etag of what was put in one piece, a part too, is the MD5.
    MD5(null),
    /// The store verifies nothing that it is sent.
    NONE(null);

    private final Optional<ChecksumAlgorithm> kept;

    S3ChecksumPolicy(@org.jspecify.annotations.Nullable ChecksumAlgorithm kept) {
        this.kept = Optional.ofNullable(kept);
    }

    /// The algorithm whose values the store keeps under `x-amz-checksum-…`.
    Optional<ChecksumAlgorithm> kept() {
        return kept;
    }
}
