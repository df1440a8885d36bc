package dev.waybill.testkit.s3;

/// What a server answers to credentials that have expired.
public enum ExpiryAnswer {
    /// 400 `ExpiredToken`, as Amazon S3 does: to HEAD, a bare 400.
    EXPIRED_TOKEN,
    /// 403 `AccessDenied` without a message, as Ceph does: to HEAD, a bare 403.
    BARE_DENIAL;

    S3Failure failure() {
        return switch (this) {
            case EXPIRED_TOKEN -> S3Failure.badRequest("ExpiredToken", "The provided token has expired.");
            case BARE_DENIAL -> S3Failure.denied("AccessDenied", "");
        };
    }
}
