package dev.waybill.adapter.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;

/// Tokens of an identity that the surroundings name, in the order of the SDK's default chain but for the
/// development tools in it, which need native libraries.
final class AzureTokens {
    /// What tokens are asked for.
    static final String SCOPE = "https://storage.azure.com/.default";

    private AzureTokens() {}

    /// A service principal of the variables `AZURE_…`, else the workload's identity, the machine's, the user's
    /// of the Azure CLI.
    static TokenCredential ofSurroundings(AzureTransport transport) {
        var chain = new ChainedTokenCredentialBuilder()
                .addLast(
                        new EnvironmentCredentialBuilder().httpClient(transport).build());
        if (System.getenv("AZURE_FEDERATED_TOKEN_FILE") != null) {
            chain.addLast(new WorkloadIdentityCredentialBuilder()
                    .httpClient(transport)
                    .build());
        }
        return chain.addLast(new ManagedIdentityCredentialBuilder()
                        .clientId(System.getenv("AZURE_CLIENT_ID"))
                        .httpClient(transport)
                        .build())
                .addLast(new AzureCliCredentialBuilder().build())
                .build();
    }
}
