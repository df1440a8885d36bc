package dev.waybill.adapter.s3;

import dev.waybill.port.UploadLimits;

/// The bounds of S3 ("Amazon S3 multipart upload limits", Amazon S3 User Guide).
final class S3Limits {
    private static final long GIBIBYTE = 1L << 30;

    /// The largest body, and the largest object that is copied in one request.
    static final long MAX_PUT_BYTES = 5 * GIBIBYTE;

    /// The largest object that every profile takes; Amazon alone takes more since 2025.
    static final long MAX_OBJECT_BYTES = 5 * 1024 * GIBIBYTE;

    /// The bounds of an upload in parts.
    static final UploadLimits UPLOAD = new UploadLimits(5L << 20, 5 * GIBIBYTE, 10_000);

    /// How many keys a listing gives, or a batch removes, in one request.
    static final int PAGE_KEYS = 1000;

    private S3Limits() {}
}
