package dev.waybill.adapter.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A signer for the blocking client alone; the SDK's interface asks for the other half too.
abstract class BlockingSigner implements HttpSigner<AwsCredentialsIdentity> {
    @Override
    public final CompletableFuture<AsyncSignedRequest> signAsync(
            AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        throw new UnsupportedOperationException("only the blocking client is used");
    }
}
