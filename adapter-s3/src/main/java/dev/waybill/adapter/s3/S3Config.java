package dev.waybill.adapter.s3;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.Secret;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// One bucket and how to reach it.
///
/// @param name what the store is called, where another service names it; empty for server, bucket and prefix
/// @param bucket its name
/// @param basePrefix what lies before every key, as configured; empty for the whole bucket
/// @param region where it is, or empty for what the SDK finds or the endpoint does not care about
/// @param endpoint the server, or empty for Amazon's
/// @param profile what the server can do
/// @param credentials where the keys come from, or empty for what the SDK finds
/// @param connectTimeout how long a connection may take
/// @param readTimeout how long a server may say nothing
/// @param httpClient which client library moves the bytes
/// @param maxConnections how many connections at most, or empty for what the request slots need
record S3Config(
        Optional<StoreId> name,
        String bucket,
        String basePrefix,
        Optional<String> region,
        Optional<URI> endpoint,
        S3Profile profile,
        Optional<S3CredentialsSource> credentials,
        Duration connectTimeout,
        Duration readTimeout,
        HttpLibrary httpClient,
        OptionalInt maxConnections) {

    private static final int MAX_BASE_BYTES = ObjectKey.MAX_BYTES / 2;

    /// Which client library moves the bytes.
    enum HttpLibrary {
        /// Apache HttpClient 5: a pool of its own.
        APACHE5,
        /// The JDK's `HttpURLConnection`: fewer classes, a pool for the whole process.
        URL_CONNECTION
    }

    /// Reads the settings of a remote, noting every problem there.
    static S3Config of(Settings settings) {
        String bucket = settings.requiredText("bucket");
        if (bucket.contains("/") || bucket.isBlank() != bucket.isEmpty()) {
            settings.problem("bucket", "must be the name of a bucket alone; folders in it go into prefix");
        }
        return ofServer(settings).with(bucket, basePrefix(settings), settings.text("region"), credentials(settings));
    }

    /// Reads all but which bucket it is and by which keys: that is still to be named by [#at].
    static S3Config ofServer(Settings settings) {
        Optional<URI> endpoint = settings.url("endpoint");
        var kind = settings.choice(
                "profile", S3Profile.Name.class, endpoint.isEmpty() ? S3Profile.Name.AWS : S3Profile.Name.GENERIC);
        return new S3Config(
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                endpoint,
                profile(settings, kind, endpoint),
                Optional.empty(),
                settings.duration("connectTimeout", Duration.ofSeconds(10)),
                settings.duration("readTimeout", Duration.ofSeconds(60)),
                settings.choice("httpClient", HttpLibrary.class, HttpLibrary.APACHE5),
                settings.text("maxConnections").isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(settings.number("maxConnections", 64, 1, 10_000)));
    }

    private S3Config with(
            String ofBucket, String prefix, Optional<String> ofRegion, Optional<S3CredentialsSource> keys) {
        return new S3Config(
                name,
                ofBucket,
                prefix,
                ofRegion,
                endpoint,
                profile,
                keys,
                connectTimeout,
                readTimeout,
                httpClient,
                maxConnections);
    }

    /// The same server at a bucket that another service names.
    S3Config at(S3Place place, S3CredentialsSource keys) {
        return new S3Config(
                Optional.of(place.store()),
                place.bucket(),
                place.prefix(),
                place.region(),
                endpoint,
                profile,
                Optional.of(keys),
                connectTimeout,
                readTimeout,
                httpClient,
                maxConnections);
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

    private static S3Profile profile(Settings settings, S3Profile.Name name, Optional<URI> endpoint) {
        boolean elsewhere = endpoint.isPresent();
        boolean plain =
                endpoint.map(URI::getScheme).filter("http"::equalsIgnoreCase).isPresent();
        var named = S3Profile.of(name);
        var profile = named.withTrailers(settings.flag("trailers", named.trailers()))
                .withKeyOrder(settings.flag("keyOrder", named.keyOrder()))
                .withPathStyle(
                        settings.flag("pathStyle", named.pathStyle() || (elsewhere && name != S3Profile.Name.AWS)));
        if (settings.text("checksum").isPresent()) {
            profile = profile.withChecksum(settings.choice("checksum", S3ChecksumPolicy.class, named.checksum()));
        } else if (profile.checksum() == S3ChecksumPolicy.MD5) {
            // Under TLS nothing changes a body on its way, and MD5 costs more than all the rest of sending it.
            profile = profile.withStreamedMd5(plain);
        }
        var conditions = settings.text("conditions");
        return conditions.isPresent() ? profile.withConditions(conditions(settings, conditions.get())) : profile;
    }

    private static Set<S3Condition> conditions(Settings settings, String text) {
        var conditions = EnumSet.noneOf(S3Condition.class);
        for (String word : text.equals("none") ? new String[0] : text.split("[ ,]+", -1)) {
            try {
                conditions.add(S3Condition.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                settings.problem(
                        "conditions", "has the unknown word " + word + "; known are none or " + conditionWords());
            }
        }
        return conditions;
    }

    /// The words that `conditions` takes, with commas between them.
    static String conditionWords() {
        return Arrays.stream(S3Condition.values())
                .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private static Optional<S3CredentialsSource> credentials(Settings settings) {
        Optional<Secret> id = settings.secret("accessKeyId");
        Optional<Secret> key = settings.secret("secretAccessKey");
        Optional<Secret> token = settings.secret("sessionToken");
        if (id.isPresent() && key.isPresent()) {
            return Optional.of(new S3Credentials(id.get(), key.get(), token));
        }
        if (id.isPresent()) {
            settings.problem("accessKeyId", "needs secretAccessKey beside it");
        } else if (key.isPresent()) {
            settings.problem("secretAccessKey", "needs accessKeyId beside it");
        } else if (token.isPresent()) {
            settings.problem("sessionToken", "needs accessKeyId and secretAccessKey beside it");
        }
        return Optional.empty();
    }

    /// Which store this is; unless it has a name, the server stands in front where it is not Amazon's.
    StoreId store() {
        return name.orElseGet(this::ownName);
    }

    private StoreId ownName() {
        String server = endpoint.map(e -> e.getAuthority() + "/").orElse("");
        String base = new S3Keys(basePrefix).base();
        String path = base.isEmpty() ? bucket : bucket + "/" + base.substring(0, base.length() - 1);
        return new StoreId("s3", server + (path.isEmpty() ? "?" : path));
    }

    /// What is reached, for messages.
    String server() {
        return endpoint.map(URI::toString).orElse("Amazon S3");
    }
}
