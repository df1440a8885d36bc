package dev.waybill.adapter.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;

/// Puts the token that holds now into a request, and beside the source of a copy, which it opens too.
final class AzureTokenPolicy extends HttpPipelineSyncPolicy {
    private static final String SCHEME = "Bearer ";
    private static final HttpHeaderName COPY_SOURCE_AUTHORIZATION =
            HttpHeaderName.fromString("x-ms-copy-source-authorization");

    private final AzureTokens tokens;

    AzureTokenPolicy(AzureTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
        var request = context.getHttpRequest();
        if (!"https".equals(request.getUrl().getProtocol())) {
            throw new IllegalStateException("an identity's token is sent over https alone: correct endpoint, or set "
                    + "accountKey, sas or connectionString");
        }
        String authorization = SCHEME + tokens.current();
        request.setHeader(HttpHeaderName.AUTHORIZATION, authorization);
        if (request.getHeaders().get(AzureRequest.COPY_SOURCE) != null) {
            request.setHeader(COPY_SOURCE_AUTHORIZATION, authorization);
        }
    }

    /// The token that was put into `request`.
    static String tokenOf(HttpRequest request) {
        return request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION).substring(SCHEME.length());
    }
}
