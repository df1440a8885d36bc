package dev.waybill.adapter.s3;

/// A conditional request that a store honours. Many look-alikes take the header, ignore it and answer 200, so
/// none is presumed.
enum S3Condition {
    /// `If-None-Match: *` on PutObject.
    PUT_ABSENT,
    /// `If-Match` on PutObject.
    PUT_MATCH,
    /// Both headers on CompleteMultipartUpload, as far as PutObject honours them.
    COMPLETE,
    /// `If-Match` on DeleteObject.
    DELETE_MATCH
}
