package dev.waybill.adapter.s3;

import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/// Puts [S3Signer] where the SDK has its own.
final class S3AuthScheme implements AuthScheme<AwsCredentialsIdentity> {
    private final S3Signer signer;

    S3AuthScheme(S3Signer signer) {
        this.signer = signer;
    }

    @Override
    public String schemeId() {
        return "aws.auth#sigv4";
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public HttpSigner<AwsCredentialsIdentity> signer() {
        return signer;
    }
}
