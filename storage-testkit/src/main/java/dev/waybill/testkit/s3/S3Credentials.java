package dev.waybill.testkit.s3;

import java.time.Instant;
import java.util.Optional;

/// Who may use an [S3WireServer]; all of it, while it holds. Made up for a test, and so no secret.
///
/// @param accessKeyId the name
/// @param secretAccessKey the key
/// @param sessionToken what temporary credentials carry beside them
/// @param expires from when on they are refused, see [ExpiryAnswer]
public record S3Credentials(
        String accessKeyId, String secretAccessKey, Optional<String> sessionToken, Optional<Instant> expires) {

    /// Credentials that hold for ever.
    public static S3Credentials of(String accessKeyId, String secretAccessKey) {
        return new S3Credentials(accessKeyId, secretAccessKey, Optional.empty(), Optional.empty());
    }
}
