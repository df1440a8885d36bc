package dev.waybill.adapter.azure;

import dev.waybill.port.UploadLimits;

/// The bounds of block blobs ("Scalability and performance targets for Blob storage" and the page of Put Block
/// in the REST reference of Azure Storage).
final class AzureLimits {
    private static final long MEBIBYTE = 1L << 20;

    /// The largest block, which a put of more than a little is: that is seen by nobody until it is verified.
    static final long MAX_PUT_BYTES = 4000 * MEBIBYTE;

    /// The bounds of an upload in parts. A blob takes 50,000 blocks and holds 100,000 that are not committed
    /// yet, of which a part may need two and each attempt to put one again leaves some behind. The least is
    /// ours: smaller parts would only cost requests.
    static final UploadLimits UPLOAD = new UploadLimits(64 << 10, MAX_PUT_BYTES, 40_000);

    /// The largest object: all parts at their largest.
    static final long MAX_OBJECT_BYTES = UPLOAD.maxParts() * UPLOAD.maxPartBytes();

    /// How many blobs a listing gives in one request.
    static final int PAGE_BLOBS = 5000;

    private AzureLimits() {}
}
