package dev.waybill.testkit.s3;

/// An answer that is an error, as S3's error table has it (Amazon S3 API reference, "Error responses").
final class S3Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    S3Failure(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static S3Failure noSuchKey(String key) {
        return new S3Failure(404, "NoSuchKey", "The specified key does not exist: " + key);
    }

    static S3Failure noSuchUpload() {
        return new S3Failure(404, "NoSuchUpload", "The specified upload does not exist.");
    }

    static S3Failure preconditionFailed(String condition) {
        return new S3Failure(412, "PreconditionFailed", "This condition does not hold: " + condition);
    }

    static S3Failure badRequest(String code, String message) {
        return new S3Failure(400, code, message);
    }

    static S3Failure denied(String code, String message) {
        return new S3Failure(403, code, message);
    }
}
