package dev.waybill.adapter.gcs;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.Secret;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// One bucket and how to reach it.
///
/// @param bucket its name
/// @param basePrefix what lies before every key, as configured; empty for the whole bucket
/// @param endpoint the server, or empty for Google's
/// @param credentials who asks
/// @param billedProject which project pays for requests, if not the bucket's
/// @param connectTimeout how long a connection may take
/// @param readTimeout how long a server may say nothing
/// @param maxConnections how many connections at most, or empty for what the request slots need
record GcsConfig(
        String bucket,
        String basePrefix,
        Optional<URI> endpoint,
        Identity credentials,
        Optional<String> billedProject,
        Duration connectTimeout,
        Duration readTimeout,
        OptionalInt maxConnections) {

    private static final int MAX_BASE_BYTES = ObjectKey.MAX_BYTES / 2;

    /// Who asks.
    sealed interface Identity {
        /// Nobody in particular: for buckets that are open to all.
        record Anonymous() implements Identity {}

        /// Whom Google's libraries find: `GOOGLE_APPLICATION_CREDENTIALS`, `gcloud`'s own file, the machine.
        record Default() implements Identity {}

        /// The account whose key lies in a file.
        ///
        /// @param path of the JSON file
        record KeyFile(Path path) implements Identity {}

        /// The account whose key was configured itself.
        ///
        /// @param json what a key file would hold
        record Key(Secret json) implements Identity {}

        /// Whoever was given this token, until it expires.
        ///
        /// @param value the OAuth 2.0 access token
        record Token(Secret value) implements Identity {}
    }

    /// How a configuration names who asks.
    enum Kind {
        /// [Identity.Default].
        DEFAULT,
        /// [Identity.Anonymous].
        ANONYMOUS
    }

    /// Reads the settings of a remote, noting every problem there.
    static GcsConfig of(Settings settings) {
        String bucket = settings.requiredText("bucket");
        if (bucket.contains("/") || bucket.isBlank() != bucket.isEmpty()) {
            settings.problem("bucket", "must be the name of a bucket alone; folders in it go into prefix");
        }
        return new GcsConfig(
                bucket,
                basePrefix(settings),
                endpoint(settings),
                identity(settings),
                settings.text("billedProject"),
                settings.duration("connectTimeout", Duration.ofSeconds(10)),
                settings.duration("readTimeout", Duration.ofSeconds(60)),
                settings.text("maxConnections").isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(settings.number("maxConnections", 64, 1, 10_000)));
    }

    private static String basePrefix(Settings settings) {
        String prefix = settings.text("prefix").orElse("");
        boolean invisible = prefix.chars().anyMatch(Character::isISOControl);
        if (invisible || !StandardCharsets.UTF_8.newEncoder().canEncode(prefix)) {
            settings.problem("prefix", "must not have control characters or unpaired surrogates");
        } else if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_BASE_BYTES) {
            settings.problem("prefix", "must be at most " + MAX_BASE_BYTES + " bytes long, to leave room for keys");
        }
        return prefix;
    }

    private static Optional<URI> endpoint(Settings settings) {
        Optional<URI> endpoint = settings.url("endpoint");
        boolean further = endpoint.map(e -> e.getRawQuery() != null
                        || e.getRawFragment() != null
                        || !(e.getRawPath().isEmpty() || e.getRawPath().equals("/")))
                .orElse(false);
        if (further) {
            settings.problem("endpoint", "must be a scheme, a host and a port alone");
        }
        return endpoint;
    }

    private static Identity identity(Settings settings) {
        Optional<String> kind = settings.text("credentials");
        Optional<String> file = settings.text("credentialsFile");
        Optional<Secret> json = settings.secret("credentialsJson");
        Optional<Secret> token = settings.secret("accessToken");
        long named =
                Stream.of(kind, file, json, token).filter(Optional::isPresent).count();
        if (named > 1) {
            settings.problem(
                    "credentials",
                    "is one of credentials, credentialsFile, credentialsJson and accessToken, of which only one "
                            + "may be set");
        }
        if (file.isPresent()) {
            return new Identity.KeyFile(settings.requiredPath("credentialsFile"));
        }
        if (json.isPresent()) {
            return new Identity.Key(json.get());
        }
        if (token.isPresent()) {
            return new Identity.Token(token.get());
        }
        return switch (settings.choice("credentials", Kind.class, Kind.DEFAULT)) {
            case DEFAULT -> new Identity.Default();
            case ANONYMOUS -> new Identity.Anonymous();
        };
    }

    /// Which store this is; the server stands in front where it is not Google's.
    StoreId store() {
        String server = endpoint.map(e -> e.getAuthority() + "/").orElse("");
        String base = new GcsKeys(basePrefix).base();
        String path = base.isEmpty() ? bucket : bucket + "/" + base.substring(0, base.length() - 1);
        return new StoreId("gs", server + (path.isEmpty() ? "?" : path));
    }

    /// What every address begins with; it ends in `/`.
    String root() {
        String root = endpoint.map(URI::toString).orElse("https://storage.googleapis.com/");
        return root.endsWith("/") ? root : root + "/";
    }

    /// What is reached, for messages.
    String server() {
        return endpoint.map(URI::toString).orElse("Google Cloud Storage");
    }
}
