package dev.waybill.port.spi;

import dev.waybill.port.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// What a program needs that reaches a store through S3 by itself.
///
/// @param bucket the bucket
/// @param prefix what lies before every key of the store, without a `/` at its end; empty for the whole bucket
/// @param home what part of the bucket is its user's, as `prefix`: another program's objects must lie in it, too
/// @param region where the bucket is, if that is known
/// @param endpoint the server, or empty for Amazon's
/// @param credentials by which requests are signed
public record S3Access(
        String bucket,
        String prefix,
        String home,
        Optional<String> region,
        Optional<URI> endpoint,
        Credentials credentials) {

    /// A key pair, with the token that comes with a temporary one.
    ///
    /// @param accessKeyId which key
    /// @param secretAccessKey its secret
    /// @param sessionToken what comes with temporary keys
    /// @param expires when they end, if they do and that is known
    /// @param origin where they come from
    public record Credentials(
            Secret accessKeyId,
            Secret secretAccessKey,
            Optional<Secret> sessionToken,
            Optional<Instant> expires,
            Origin origin) {}

    /// Where credentials come from.
    public enum Origin {
        /// They stand in the configuration.
        CONFIGURED,
        /// They were found in the surroundings, where other programs find them, too.
        SURROUNDINGS,
        /// A service has handed them out for a while.
        ISSUED
    }
}
