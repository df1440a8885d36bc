package dev.waybill.adapter.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The SDK's pipeline, which signs requests and does nothing else of what it could, and what moves its bytes.
///
/// There is no retry policy in it: the stack above retries. A token that the service refuses is another matter: the
/// request is made once more, with another token. A refusal has done nothing, so that any request can be repeated.
///
/// @param pipeline makes the requests
/// @param transport holds the connections; closing it breaks what is under way
/// @param copySources signs what a copy reads
/// @param tokens what requests carry, where an identity asks
/// @param clock by which requests are dated
record AzureConnection(
        HttpPipeline pipeline,
        AzureTransport transport,
        AzureCopySources copySources,
        Optional<AzureTokens> tokens,
        AzureClock clock)
        implements AutoCloseable {
    /// Fixed, so that another release of the SDK changes nothing of what the service does.
    private static final String VERSION = "2023-11-03";

    private static final int UNAUTHORIZED = 401;

    /// What the service says of a token that it does not take; that an identity may not do something is another code.
    private static final Set<String> REFUSED = Set.of("AuthenticationFailed", "InvalidAuthenticationInfo");

    /// A connection of `config`; connects to nothing yet.
    ///
    /// @param environment the variables that say who asks where the configuration does not
    static AzureConnection create(AzureConfig config, AzureClock clock, Map<String, String> environment) {
        var transport = new AzureTransport(config.connectTimeout(), config.readTimeout());
        return switch (config.credential()) {
            case AzureCredential.AccountKey account -> {
                var key = new StorageSharedKeyCredential(
                        config.account(), account.key().reveal());
                yield new AzureConnection(
                        pipeline(transport, new StorageSharedKeyCredentialPolicy(key)),
                        transport,
                        AzureCopySources.signedBy(key, config, clock),
                        Optional.empty(),
                        clock);
            }
            case AzureCredential.Sas sas -> {
                boolean secure = "https".equals(config.service().getScheme());
                var token = new AzureSasCredential(sas.token().reveal());
                yield new AzureConnection(
                        pipeline(transport, new AzureSasCredentialPolicy(token, secure)),
                        transport,
                        AzureCopySources.by(sas),
                        Optional.empty(),
                        clock);
            }
            case AzureCredential.Surroundings surroundings -> {
                var identities = new AzureIdentities(environment, transport, config.readTimeout());
                var tokens = new AzureTokens(identities::newToken, clock);
                yield new AzureConnection(
                        pipeline(transport, new AzureTokenPolicy(tokens)),
                        transport,
                        AzureCopySources.byToken(),
                        Optional.of(tokens),
                        clock);
            }
        };
    }

    private static HttpPipeline pipeline(AzureTransport transport, HttpPipelinePolicy credential) {
        return new HttpPipelineBuilder()
                .httpClient(transport)
                .policies(credential)
                .build();
    }

    /// Sends a request and gives its answer, whatever it says, before its body has come.
    AzureResponse send(AzureRequest request) {
        var answer = once(request);
        if (tokens.isEmpty() || !isTokenRefused(answer)) {
            return answer;
        }
        if (!isTokenReplaced(request, answer)) {
            return answer;
        }
        answer.close();
        var second = once(request);
        if (isTokenRefused(second)) {
            tokens.get().holdOff();
        }
        return second;
    }

    private boolean isTokenReplaced(AzureRequest request, AzureResponse refusal) {
        try {
            return tokens.orElseThrow().replaced(AzureTokenPolicy.tokenOf(request.toHttpRequest()));
        } catch (RuntimeException e) {
            refusal.close();
            throw e;
        }
    }

    private AzureResponse once(AzureRequest request) {
        var http = request.toHttpRequest();
        http.setHeader(AzureRequest.VERSION, VERSION).setHeader(AzureRequest.DATE, clock.httpDate());
        return (AzureResponse) pipeline.sendSync(http, request.toContext());
    }

    private static boolean isTokenRefused(AzureResponse answer) {
        return answer.getStatusCode() == UNAUTHORIZED
                || REFUSED.contains(new AzureAnswer(answer.getStatusCode(), answer.getHeaders(), "").code());
    }

    @Override
    public void close() {
        transport.close();
    }
}
