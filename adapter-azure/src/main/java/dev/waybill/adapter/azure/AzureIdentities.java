package dev.waybill.adapter.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Who the surroundings say that we are: a service principal of the variables `AZURE_…`, else the workload, the
/// machine, the user of the Azure CLI. That is the order of the SDK's default chain but for the development tools in
/// it, which need native libraries. Any number of threads.
final class AzureIdentities {
    /// What tokens are for.
    static final String RESOURCE = "https://storage.azure.com";

    private static final TokenRequestContext REQUEST = new TokenRequestContext().addScopes(RESOURCE + "/.default");

    /// Who retries is the layer above, for tokens as for all else.
    private static final RetryPolicy ONCE = new RetryPolicy(new FixedDelay(0, Duration.ofMillis(1)));

    private final Map<String, String> environment;
    private final AzureIdentityServers servers;
    private final AzureMachine machine;
    private final AzureCli cli;

    /// @param environment the variables
    /// @param patience how long the Azure CLI may take
    AzureIdentities(Map<String, String> environment, AzureTransport transport, Duration patience) {
        this.environment = environment;
        this.servers = new AzureIdentityServers(transport);
        this.machine = new AzureMachine(environment, servers);
        this.cli = new AzureCli(patience);
    }

    /// A token that nobody had before. Azure's libraries keep those that they gave, and give them again when one is
    /// refused, so what keeps them is made anew for each.
    ///
    /// @throws ClientAuthenticationException if there is none, caused by an `IOException` where there may be later
    AccessToken newToken() {
        try {
            return new ChainedTokenCredentialBuilder()
                    .addLast(named("EnvironmentCredential"))
                    .addLast(named("WorkloadIdentityCredential"))
                    .addLast(machine)
                    .addLast(cli)
                    .build()
                    .getTokenSync(REQUEST);
        } catch (IllegalArgumentException e) {
            throw new ClientAuthenticationException(e.getMessage(), null, e);
        }
    }

    /// One of the SDK's default chain, by the name that it has in the variable that chooses one.
    private TokenCredential named(String name) {
        var variables = new HashMap<>(environment);
        variables.put("AZURE_TOKEN_CREDENTIALS", name);
        var builder = new DefaultAzureCredentialBuilder()
                .configuration(new ConfigurationBuilder(path -> Map.of(), path -> Map.of(), path -> variables).build())
                .httpClient(servers)
                .retryPolicy(ONCE)
                .executorService(new CallingThread());
        if (environment.containsKey("AZURE_AUTHORITY_HOST")) {
            // An authority that is named is that of a cloud which Microsoft's public one need not know.
            builder.disableInstanceDiscovery();
        }
        return builder.build();
    }
}
