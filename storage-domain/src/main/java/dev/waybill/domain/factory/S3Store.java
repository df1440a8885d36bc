package dev.waybill.domain.factory;

import dev.waybill.port.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A bucket as a program names it, for [ObjectStorageFactory#s3]; what is empty is what the provider takes.
///
/// @param bucket its name
/// @param prefix what lies before every key in it, or empty text
/// @param region where it is
/// @param endpoint the server, where it is not Amazon's
/// @param profile which store answers: `aws`, `minio`, `ceph`, `r2`, `generic`
/// @param credentials the keys; what the AWS SDK finds otherwise
public record S3Store(
        String bucket,
        String prefix,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<String> profile,
        Optional<Credentials> credentials) {

    /// A key pair, with the token that comes with a temporary one.
    public record Credentials(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}

    /// The whole bucket, with everything else as the provider takes it.
    public static S3Store of(String bucket) {
        return new S3Store(bucket, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A bucket of Cloudflare R2, at the endpoint of the account.
    ///
    /// @param accountId as Cloudflare shows it
    /// @throws IllegalArgumentException if it cannot be one
    public static S3Store ofR2(String accountId, String bucket) {
        if (!accountId.matches("[A-Za-z0-9]{1,63}")) {
            throw new IllegalArgumentException(
                    "not the id of a Cloudflare account: \"" + accountId + "\": it must be 1 to 63 letters and digits");
        }
        return of(bucket)
                .withEndpoint(URI.create("https://" + accountId + ".r2.cloudflarestorage.com"))
                .withRegion("auto")
                .withProfile("r2");
    }

    /// The same under `text`.
    public S3Store withPrefix(String text) {
        return new S3Store(bucket, text, region, endpoint, profile, credentials);
    }

    /// The same in this region.
    public S3Store withRegion(String name) {
        return new S3Store(bucket, prefix, Optional.of(name), endpoint, profile, credentials);
    }

    /// The same at this server.
    public S3Store withEndpoint(URI server) {
        return new S3Store(bucket, prefix, region, Optional.of(server), profile, credentials);
    }

    /// The same at this kind of server.
    public S3Store withProfile(String name) {
        return new S3Store(bucket, prefix, region, endpoint, Optional.of(name), credentials);
    }

    /// The same with these keys.
    public S3Store withCredentials(Secret accessKeyId, Secret secretAccessKey) {
        var keys = new Credentials(accessKeyId, secretAccessKey, Optional.empty());
        return new S3Store(bucket, prefix, region, endpoint, profile, Optional.of(keys));
    }

    /// The same with these temporary keys.
    public S3Store withCredentials(Secret accessKeyId, Secret secretAccessKey, Secret sessionToken) {
        var keys = new Credentials(accessKeyId, secretAccessKey, Optional.of(sessionToken));
        return new S3Store(bucket, prefix, region, endpoint, profile, Optional.of(keys));
    }

    Map<String, String> toSettings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("bucket", bucket);
        if (!prefix.isEmpty()) {
            settings.put("prefix", prefix);
        }
        region.ifPresent(value -> settings.put("region", value));
        endpoint.ifPresent(value -> settings.put("endpoint", value.toString()));
        profile.ifPresent(value -> settings.put("profile", value));
        credentials.ifPresent(keys -> {
            settings.put("accessKeyId", keys.accessKeyId().reveal());
            settings.put("secretAccessKey", keys.secretAccessKey().reveal());
            keys.sessionToken().ifPresent(token -> settings.put("sessionToken", token.reveal()));
        });
        return settings;
    }
}
