package dev.waybill.adapter.gcs;

import dev.waybill.port.UploadLimits;

/// The bounds of Google Cloud Storage ("Quotas & limits", Cloud Storage documentation), and our own within them.
final class GcsLimits {
    private static final long GIBIBYTE = 1L << 30;

    /// The largest object.
    static final long MAX_OBJECT_BYTES = 5 * 1024 * GIBIBYTE;

    /// What a chunk of a resumable upload must be a multiple of, if it is not the last.
    static final int CHUNK_GRAIN = 256 << 10;

    /// The bounds of an upload in parts. A part is an object of its own, so the least is only what is worth one.
    static final UploadLimits UPLOAD = new UploadLimits(CHUNK_GRAIN, 5 * GIBIBYTE, 10_000);

    /// How many objects one request composes.
    static final int COMPOSED = 32;

    /// How many names a listing gives in one request.
    static final int PAGE_NAMES = 1000;

    /// How many calls one batch takes.
    static final int BATCH_CALLS = 100;

    private GcsLimits() {}
}
