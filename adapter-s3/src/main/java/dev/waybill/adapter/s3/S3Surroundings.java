package dev.waybill.adapter.s3;

import dev.waybill.port.Secret;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.spi.S3Access;
import dev.waybill.port.spi.S3Access.Origin;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// What the AWS SDK finds in its surroundings where the configuration says nothing: the region, and credentials.
final class S3Surroundings {
    /// For servers that are no part of any region.
    private static final Region NO_REGION = Region.US_EAST_1;

    private S3Surroundings() {}

    /// Where the bucket is.
    ///
    /// @throws NotSupported if no region is to be had
    static Region region(S3Config config) {
        if (config.region().isPresent()) {
            return Region.of(config.region().get());
        }
        if (config.endpoint().isPresent()) {
            return NO_REGION;
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException e) {
            throw new NotSupported(
                    config.store(),
                    Optional.empty(),
                    "being opened without a region: set region, or the variable AWS_REGION");
        }
    }

    /// What another program needs to reach the bucket.
    ///
    /// @throws dev.waybill.port.StorageException.AccessDenied if there are no credentials
    static S3Access access(S3Config config, Clock clock) {
        String base = new S3Keys(config.basePrefix()).base();
        String prefix = base.isEmpty() ? base : base.substring(0, base.length() - 1);
        var credentials = config.credentials().isPresent()
                ? configured(config.credentials().get().current())
                : found(config, clock);
        return new S3Access(
                config.bucket(), prefix, "", Optional.of(region(config).id()), config.endpoint(), credentials);
    }

    private static S3Access.Credentials configured(S3Credentials keys) {
        return new S3Access.Credentials(
                keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken(), Optional.empty(), Origin.CONFIGURED);
    }

    private static S3Access.Credentials found(S3Config config, Clock clock) {
        try (var chain = DefaultCredentialsProvider.builder().build()) {
            var keys = chain.resolveCredentials();
            return new S3Access.Credentials(
                    Secret.of(keys.accessKeyId()),
                    Secret.of(keys.secretAccessKey()),
                    keys instanceof AwsSessionCredentials session
                            ? Optional.of(Secret.of(session.sessionToken()))
                            : Optional.empty(),
                    keys.expirationTime(),
                    Origin.SURROUNDINGS);
        } catch (SdkException e) {
            throw new S3Errors(config, new S3Clock(clock), Optional.empty()).translate(e, Optional.empty(), "");
        }
    }
}
