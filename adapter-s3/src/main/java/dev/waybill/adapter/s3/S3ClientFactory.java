package dev.waybill.adapter.s3;

import dev.waybill.port.StorageException.NotSupported;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/// Builds the SDK's client so that it does what this adapter does not do itself, and nothing twice.
final class S3ClientFactory {
    /// Below this, asking first whether a body is welcome costs more than sending it.
    private static final long EXPECT_CONTINUE_BYTES = 1L << 20;

    /// Bodies that callers hold open while they make other calls need connections beside the slots.
    private static final int SPARE_CONNECTIONS = 8;

    private static final TrustManager[] NOBODY_TRUSTED = {};

    private S3ClientFactory() {}

    /// A client of `config` that takes `requestSlots` calls at once.
    ///
    /// @throws IllegalArgumentException if fewer connections are configured than there are slots
    /// @throws NotSupported if no region is to be had, or the SDK would go elsewhere than configured
    static S3Connection create(S3Config config, int requestSlots, S3Clock clock) {
        int connections = config.maxConnections().orElse(requestSlots + SPARE_CONNECTIONS);
        if (connections < requestSlots) {
            throw new IllegalArgumentException("maxConnections of " + config.store() + " is " + connections
                    + ", fewer than the " + requestSlots + " requests that may be under way at once");
        }
        var region = S3Surroundings.region(config);
        var http = httpClient(config, connections);
        try {
            var signer = new S3Signer(clock);
            var route = new S3Route();
            var credentials = credentials(config);
            var client = client(config, region, http, credentials, signer, route);
            var connection = new S3Connection(client, new S3SmallPuts(http, credentials, signer, route), http);
            requireConfigured(config, connection.client());
            return connection;
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    private static S3Client client(
            S3Config config,
            Region region,
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            S3Signer signer,
            S3Route route) {
        var builder = S3Client.builder()
                .httpClient(http)
                .region(region)
                .credentialsProvider(credentials)
                .putAuthScheme(new S3AuthScheme(signer))
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new S3ListingAnswers())
                        .addExecutionInterceptor(route))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .addPlugin(LegacyMd5Plugin.create())
                .disableS3ExpressSessionAuth(true)
                .forcePathStyle(config.profile().pathStyle())
                .serviceConfiguration(S3Configuration.builder()
                        .expectContinueThresholdInBytes(EXPECT_CONTINUE_BYTES)
                        .build());
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /// The SDK takes an endpoint from its surroundings too: another store than the configuration names, whose
    /// profile would be the wrong one, and whose objects would be kept under Amazon's name in a sync's record.
    private static void requireConfigured(S3Config config, S3Client client) {
        Optional<URI> found = client.serviceClientConfiguration().endpointOverride();
        if (config.endpoint().isEmpty() && found.isPresent()) {
            throw new NotSupported(
                    config.store(),
                    Optional.empty(),
                    "the endpoint " + found.get() + " that the AWS SDK finds (AWS_ENDPOINT_URL, or in its files): "
                            + "set endpoint and profile, or unset it there");
        }
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        if (config.credentials().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        var source = config.credentials().get();
        return () -> identity(source.current());
    }

    private static AwsCredentials identity(S3Credentials pair) {
        String id = pair.accessKeyId().reveal();
        String key = pair.secretAccessKey().reveal();
        return pair.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        id, key, pair.sessionToken().get().reveal())
                : AwsBasicCredentials.create(id, key);
    }

    private static SdkHttpClient httpClient(S3Config config, int connections) {
        return switch (config.httpClient()) {
            case APACHE5 -> apache(config, connections);
            case URL_CONNECTION ->
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(config.connectTimeout())
                        .socketTimeout(config.readTimeout())
                        .build();
        };
    }

    private static SdkHttpClient apache(S3Config config, int connections) {
        var builder = Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(config.connectTimeout())
                .connectionAcquisitionTimeout(config.readTimeout())
                .socketTimeout(config.readTimeout())
                .connectionMaxIdleTime(Duration.ofSeconds(20))
                .tcpKeepAlive(true);
        if (config.endpoint()
                .map(URI::getScheme)
                .filter("http"::equalsIgnoreCase)
                .isPresent()) {
            // Reading the machine's certificates takes as long as a small request, and plain http has no use for them.
            builder.tlsTrustManagersProvider(() -> NOBODY_TRUSTED);
        }
        return builder.build();
    }
}
