package dev.waybill.adapter.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.time.Duration;

/// Tokens of an identity that the surroundings name, in the order of the SDK's default chain but for the
/// development tools in it, which need native libraries.
final class AzureTokens {
    /// What tokens are asked for.
    static final String SCOPE = "https://storage.azure.com/.default";

    /// Who retries is the layer above, for tokens as for all else.
    private static final RetryPolicy ONCE = new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1)));

    private AzureTokens() {}

    /// A service principal of the variables `AZURE_…`, else the workload's identity, the machine's, the user's
    /// of the Azure CLI.
    static TokenCredential ofSurroundings(AzureTransport transport) {
        var servers = new AzureIdentityServers(transport);
        var chain = new ChainedTokenCredentialBuilder()
                .addLast(new EnvironmentCredentialBuilder()
                        .httpClient(servers)
                        .retryPolicy(ONCE)
                        .build());
        if (System.getenv("AZURE_FEDERATED_TOKEN_FILE") != null) {
            chain.addLast(new WorkloadIdentityCredentialBuilder()
                    .httpClient(servers)
                    .retryPolicy(ONCE)
                    .build());
        }
        return chain.addLast(new ManagedIdentityCredentialBuilder()
                        .clientId(System.getenv("AZURE_CLIENT_ID"))
                        .httpClient(servers)
                        .retryPolicy(ONCE)
                        .build())
                .addLast(new AzureCliCredentialBuilder().build())
                .build();
    }
}
