package dev.waybill.adapter.s3;

import dev.waybill.port.Secret;
import java.util.Optional;

/// Credentials that the configuration names itself.
///
/// @param accessKeyId which key
/// @param secretAccessKey its secret
/// @param sessionToken what comes with temporary keys
record S3Credentials(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {
    /// `text` with every part of these credentials blotted out.
    String redact(String text) {
        String clean = text.replace(secretAccessKey.reveal(), "***").replace(accessKeyId.reveal(), "***");
        return sessionToken.isPresent() ? clean.replace(sessionToken.get().reveal(), "***") : clean;
    }
}
