package dev.waybill.adapter.s3;

import java.util.EnumSet;
import java.util.Set;

/// What one kind of S3 store can do, as far as it differs between them.
///
/// @param name which kind
/// @param checksum how the whole of an object is kept verifiable
/// @param trailers whether a body may be sent as `aws-chunked` with its checksum behind it
///     (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`); without, what is too large to be hashed first is sent plain
/// @param conditions which conditional requests are honoured
/// @param etagIsMd5 whether the etag of what was put in one piece and not encrypted is its MD5
/// @param streamedMd5 whether, under [S3ChecksumPolicy#MD5], a body too large to be hashed first is hashed while
///     it is sent, and its etag compared
/// @param keyOrder whether listings are in the order of UTF-8 bytes
/// @param pathStyle whether the bucket is named in the path and not in the host
record S3Profile(
        Name name,
        S3ChecksumPolicy checksum,
        boolean trailers,
        Set<S3Condition> conditions,
        boolean etagIsMd5,
        boolean streamedMd5,
        boolean keyOrder,
        boolean pathStyle) {

    /// The kinds that have a name in the configuration.
    enum Name {
        /// Amazon S3.
        AWS,
        /// MinIO of 2025 or later.
        MINIO,
        /// Ceph RGW of any release from 16 on: what only the newest can must be configured.
        CEPH,
        /// Cloudflare R2.
        R2,
        /// Any other store: nothing is presumed but the S3 of 2010.
        GENERIC
    }

    S3Profile {
        conditions = Set.copyOf(conditions);
    }

    /// The profile called `name`.
    ///
    /// Measured on Ceph 16.2, 18.2 and 20.2: 16 and 18 keep no checksums, answer 412 to every `If-Match` on
    /// PutObject, and ignore every condition on CompleteMultipartUpload and DeleteObject; 16 refuses
    /// `aws-chunked` bodies. R2 documents conditions for PutObject only.
    static S3Profile of(Name name) {
        return switch (name) {
            case AWS ->
                new S3Profile(
                        name,
                        S3ChecksumPolicy.CRC64NVME,
                        true,
                        EnumSet.allOf(S3Condition.class),
                        true,
                        true,
                        true,
                        false);
            case MINIO ->
                new S3Profile(
                        name,
                        S3ChecksumPolicy.CRC64NVME,
                        true,
                        EnumSet.of(S3Condition.PUT_ABSENT, S3Condition.PUT_MATCH, S3Condition.COMPLETE),
                        true,
                        true,
                        true,
                        true);
            case CEPH ->
                new S3Profile(
                        name, S3ChecksumPolicy.MD5, false, EnumSet.of(S3Condition.PUT_ABSENT), true, true, true, true);
            case R2 ->
                new S3Profile(
                        name,
                        S3ChecksumPolicy.MD5,
                        false,
                        EnumSet.of(S3Condition.PUT_ABSENT, S3Condition.PUT_MATCH),
                        true,
                        true,
                        true,
                        true);
            case GENERIC ->
                new S3Profile(
                        name, S3ChecksumPolicy.NONE, false, EnumSet.noneOf(S3Condition.class), false, true, true, true);
        };
    }

    boolean honours(S3Condition condition) {
        return conditions.contains(condition);
    }

    /// Whether the adapter keeps a checksum as user metadata, because the store says nothing of the bytes.
    boolean keepsChecksumAsMetadata() {
        return checksum == S3ChecksumPolicy.NONE && !etagIsMd5;
    }

    S3Profile withChecksum(S3ChecksumPolicy policy) {
        return new S3Profile(
                name,
                policy,
                trailers,
                conditions,
                etagIsMd5 || policy == S3ChecksumPolicy.MD5,
                streamedMd5,
                keyOrder,
                pathStyle);
    }

    S3Profile withStreamedMd5(boolean hashed) {
        return new S3Profile(name, checksum, trailers, conditions, etagIsMd5, hashed, keyOrder, pathStyle);
    }

    S3Profile withTrailers(boolean allowed) {
        return new S3Profile(name, checksum, allowed, conditions, etagIsMd5, streamedMd5, keyOrder, pathStyle);
    }

    S3Profile withConditions(Set<S3Condition> honoured) {
        return new S3Profile(name, checksum, trailers, honoured, etagIsMd5, streamedMd5, keyOrder, pathStyle);
    }

    S3Profile withKeyOrder(boolean ordered) {
        return new S3Profile(name, checksum, trailers, conditions, etagIsMd5, streamedMd5, ordered, pathStyle);
    }

    S3Profile withPathStyle(boolean style) {
        return new S3Profile(name, checksum, trailers, conditions, etagIsMd5, streamedMd5, keyOrder, style);
    }

    /// Whether a part is copied only of the version asked for ("UploadPartCopy", Amazon S3 API Reference). Ceph 16
    /// takes
    /// the condition, ignores it and copies what is there, so an object could be made of two versions. A store that
    /// knows no conditions on uploads in parts is not trusted with this one.
    boolean copiesPartsOfAVersion() {
        return name != Name.CEPH && conditions.contains(S3Condition.COMPLETE);
    }
}
