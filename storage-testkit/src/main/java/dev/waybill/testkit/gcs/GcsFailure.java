package dev.waybill.testkit.gcs;

import java.util.List;
import java.util.Map;

/// An answer that is an error ("HTTP status and error codes for JSON", Cloud Storage documentation).
final class GcsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;
    private final String location;

    private GcsFailure(int status, String reason, String message, String location) {
        super(message);
        this.status = status;
        this.reason = reason;
        this.location = location;
    }

    static GcsFailure of(int status, String reason, String message) {
        return new GcsFailure(status, reason, message, "");
    }

    static GcsFailure noObject(String bucket, String name) {
        return of(404, "notFound", "No such object: " + bucket + "/" + name);
    }

    static GcsFailure invalid(String message) {
        return of(400, "invalid", message);
    }

    static GcsFailure conditionNotMet() {
        return new GcsFailure(
                412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.", "If-Match");
    }

    static GcsFailure unknown(String what) {
        return of(501, "notImplemented", "This server does not know " + what);
    }

    static GcsFailure unauthorized(String reason, String message) {
        return new GcsFailure(401, reason, message, "Authorization");
    }

    int status() {
        return status;
    }

    GcsAnswer answer() {
        if (status == 304) {
            return GcsAnswer.of(304);
        }
        String message = String.valueOf(getMessage());
        Map<String, Object> detail = location.isEmpty()
                ? Map.of("message", message, "domain", "global", "reason", reason)
                : Map.of(
                        "message", message,
                        "domain", "global",
                        "reason", reason,
                        "locationType", "header",
                        "location", location);
        var answer = GcsAnswer.json(
                status, Map.of("error", Map.of("code", status, "message", message, "errors", List.of(detail))));
        return status == 401
                ? answer.header("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")
                : answer;
    }
}
