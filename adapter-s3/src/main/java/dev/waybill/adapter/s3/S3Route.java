package dev.waybill.adapter.s3;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// The way on which the SDK sends puts, learnt from the first that it sends: which host, below which path, signed for
/// which region. [S3SmallPuts] then goes it alone. Any number of threads.
///
/// Rules of endpoints (path or host style, dual stack, FIPS, access points) are so the SDK's and nobody else's.
final class S3Route implements ExecutionInterceptor {
    private static final String CREDENTIAL = "AWS4-HMAC-SHA256 Credential=";
    private static final String AGENT = "User-Agent";

    private volatile Optional<Way> learnt = Optional.empty();

    /// What of a put does not depend on the object.
    ///
    /// @param request its protocol, host and port
    /// @param base its path up to the key, as it is encoded
    /// @param region for which it was signed
    /// @param service for which it was signed
    /// @param agent what it called itself
    record Way(SdkHttpRequest request, String base, String region, String service, String agent) {
        /// A put to the key of this name, without headers but the agent's.
        SdkHttpRequest.Builder put(String name) {
            return SdkHttpRequest.builder()
                    .method(SdkHttpMethod.PUT)
                    .protocol(request.protocol())
                    .host(request.host())
                    .port(request.port())
                    .encodedPath(base + SdkHttpUtils.urlEncodeIgnoreSlashes(name))
                    .putHeader(AGENT, agent);
        }
    }

    /// The way, once a put went it.
    Optional<Way> way() {
        return learnt;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (learnt.isEmpty() && context.request() instanceof PutObjectRequest put) {
            learnt = learn(put.key(), context.httpRequest());
        }
    }

    /// Empty if the request is not as [S3SmallPuts] would make it, so that all go through the SDK.
    private static Optional<Way> learn(String name, SdkHttpRequest request) {
        String path = request.encodedPath();
        String key = SdkHttpUtils.urlEncodeIgnoreSlashes(name);
        String authorization = request.firstMatchingHeader("Authorization").orElse("");
        int end = authorization.indexOf(", SignedHeaders=");
        if (!path.endsWith("/" + key)
                || !request.rawQueryParameters().isEmpty()
                || !authorization.startsWith(CREDENTIAL)
                || end < 0) {
            return Optional.empty();
        }
        String[] scope = authorization.substring(0, end).split("/", -1);
        return scope.length < 5
                ? Optional.empty()
                : Optional.of(new Way(
                        request,
                        path.substring(0, path.length() - key.length()),
                        scope[scope.length - 3],
                        scope[scope.length - 2],
                        request.firstMatchingHeader(AGENT).orElse("waybill")));
    }
}
