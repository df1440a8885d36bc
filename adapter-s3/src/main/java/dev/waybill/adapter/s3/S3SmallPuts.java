package dev.waybill.adapter.s3;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Sends puts over the SDK's connections without its pipeline, which costs more than all the rest of a small one. It
/// throws what the SDK would. Any number of threads.
final class S3SmallPuts {
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final S3Signer signer;
    private final S3Route route;

    S3SmallPuts(SdkHttpClient http, AwsCredentialsProvider credentials, S3Signer signer, S3Route route) {
        this.http = http;
        this.credentials = credentials;
        this.signer = signer;
        this.route = route;
    }

    /// The way on which to send; empty as long as the SDK has sent none.
    Optional<S3Route.Way> way() {
        return route.way();
    }

    /// Puts an object.
    ///
    /// @param name the whole key, not encoded
    /// @param headers all that is special about it, with what is signed of the body
    /// @throws software.amazon.awssdk.core.exception.SdkException if there is no answer, or one that is no success
    SdkHttpResponse send(S3Route.Way way, String name, Map<String, String> headers, ContentStreamProvider content) {
        if (Thread.currentThread().isInterrupted()) {
            throw AbortedException.create("the thread was interrupted");
        }
        var request = way.put(name);
        headers.forEach(request::putHeader);
        var signed = signer.sign(request.build(), credentials.resolveCredentials(), way.region(), way.service());
        var whole = HttpExecuteRequest.builder()
                .request(signed)
                .contentStreamProvider(content)
                .build();
        try {
            return answer(http.prepareRequest(whole).call());
        } catch (IOException e) {
            throw SdkClientException.create("the request could not be made: " + e.getMessage(), e);
        }
    }

    private static SdkHttpResponse answer(HttpExecuteResponse response) throws IOException {
        SdkHttpResponse head = response.httpResponse();
        if (response.responseBody().isEmpty()) {
            return S3Refusal.require(head, new byte[0]);
        }
        try (var body = response.responseBody().get()) {
            return S3Refusal.require(head, head.isSuccessful() ? new byte[0] : body.readNBytes(S3Refusal.MOST_BYTES));
        }
    }
}
