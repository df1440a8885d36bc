package dev.waybill.adapter.s3;

import dev.waybill.port.Secret;
import java.util.Optional;

/// A key pair that requests are signed with; of itself it gives no other.
///
/// @param accessKeyId which key
/// @param secretAccessKey its secret
/// @param sessionToken what comes with temporary keys
public record S3Credentials(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken)
        implements S3CredentialsSource {
    @Override
    public S3Credentials current() {
        return this;
    }

    @Override
    public boolean renew(S3Credentials refused) {
        return false;
    }

    /// `text` with every part of these credentials blotted out.
    String redact(String text) {
        String clean = text.replace(secretAccessKey.reveal(), "***").replace(accessKeyId.reveal(), "***");
        return sessionToken.isPresent() ? clean.replace(sessionToken.get().reveal(), "***") : clean;
    }
}
