package dev.waybill.adapter.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;

/// The SDK's pipeline, which signs requests and does nothing else of what it could, and what moves its bytes.
///
/// There is no retry policy in it: the stack above retries.
///
/// @param pipeline makes the requests
/// @param transport holds the connections; closing it breaks what is under way
/// @param copySources signs what a copy reads
record AzureConnection(HttpPipeline pipeline, AzureTransport transport, AzureCopySources copySources)
        implements AutoCloseable {

    /// A connection of `config`; connects to nothing yet.
    static AzureConnection create(AzureConfig config, AzureClock clock) {
        var transport = new AzureTransport(config.connectTimeout(), config.readTimeout());
        return switch (config.credential()) {
            case AzureCredential.AccountKey account -> {
                var key = new StorageSharedKeyCredential(
                        config.account(), account.key().reveal());
                var pipeline = pipeline(transport, new StorageSharedKeyCredentialPolicy(key));
                yield new AzureConnection(pipeline, transport, AzureCopySources.signedBy(key, config, clock));
            }
            case AzureCredential.Sas sas -> {
                boolean secure = "https".equals(config.service().getScheme());
                var token = new AzureSasCredential(sas.token().reveal());
                yield new AzureConnection(
                        pipeline(transport, new AzureSasCredentialPolicy(token, secure)),
                        transport,
                        AzureCopySources.by(sas));
            }
            case AzureCredential.Surroundings surroundings -> {
                var tokens = AzureTokens.ofSurroundings(transport);
                yield new AzureConnection(
                        pipeline(transport, new BearerTokenAuthenticationPolicy(tokens, AzureTokens.SCOPE)),
                        transport,
                        AzureCopySources.by(tokens));
            }
        };
    }

    private static HttpPipeline pipeline(AzureTransport transport, HttpPipelinePolicy credential) {
        return new HttpPipelineBuilder()
                .httpClient(transport)
                .policies(credential)
                .build();
    }

    @Override
    public void close() {
        transport.close();
    }
}
