package dev.waybill.adapter.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.util.Context;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.ManagedIdentitySourceType;
import com.microsoft.aad.msal4j.MsalServiceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/// The identity that Azure gives to the machine that this runs on.
///
/// `azure-identity` has that too, but gives tokens of one cache of the whole process again, however they fare, and
/// ends a chain that is not its own where there is no such identity. Any number of threads.
final class AzureMachine implements TokenCredential {
    /// Where each machine of Azure is told of itself, and nobody else.
    private static final URI METADATA = URI.create("http://169.254.169.254");

    private static final int PROBE_MILLIS = 1000;

    /// What the service says of a machine without an identity.
    private static final String UNASSIGNED = "Authentication unavailable";

    private final ManagedIdentityId id;
    private final URI metadata;
    private final AzureIdentityServers servers;
    private volatile boolean known;

    /// @param environment the variables
    AzureMachine(Map<String, String> environment, AzureIdentityServers servers) {
        this.id = Optional.ofNullable(environment.get("AZURE_CLIENT_ID"))
                .filter(client -> !client.isBlank())
                .map(ManagedIdentityId::userAssignedClientId)
                .orElseGet(ManagedIdentityId::systemAssigned);
        this.metadata = Optional.ofNullable(environment.get("AZURE_POD_IDENTITY_AUTHORITY_HOST"))
                .map(URI::create)
                .orElse(METADATA);
        this.servers = servers;
    }

    /// @throws CredentialUnavailableException if the machine has no identity
    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        if (!known && !isThere()) {
            throw new CredentialUnavailableException("this is no machine of Azure's");
        }
        try {
            var anew = ManagedIdentityParameters.builder(AzureIdentities.RESOURCE)
                    .forceRefresh(true)
                    .build();
            Future<IAuthenticationResult> answer = ManagedIdentityApplication.builder(id)
                    .httpClient(this::send)
                    .executorService(new CallingThread())
                    .disableInternalRetries()
                    .build()
                    .acquireTokenForManagedIdentity(anew);
            var result = answer.get();
            known = true;
            return new AccessToken(
                    result.accessToken(), result.expiresOnDate().toInstant().atOffset(ZoneOffset.UTC));
        } catch (Exception e) {
            throw asThrown(e);
        }
    }

    private static ClientAuthenticationException asThrown(Exception e) {
        String reason = String.valueOf(e.getMessage());
        boolean unassigned = AzureErrors.cause(e, MsalServiceException.class) != null && reason.contains(UNASSIGNED);
        return unassigned || AzureErrors.cause(e, CredentialUnavailableException.class) != null
                ? new CredentialUnavailableException(reason, e)
                : new ClientAuthenticationException(reason, null, e);
    }

    /// Whether a service of Azure's says so in the environment, or there is what tells each machine of itself.
    private boolean isThere() {
        if (isNamed()) {
            return true;
        }
        int port = metadata.getPort() < 0 ? 80 : metadata.getPort();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(metadata.getHost(), port), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isNamed() {
        return ManagedIdentityApplication.getManagedIdentitySource() != ManagedIdentitySourceType.DEFAULT_TO_IMDS;
    }

    private IHttpResponse send(HttpRequest request) {
        var sent = new com.azure.core.http.HttpRequest(
                HttpMethod.valueOf(request.httpMethod().name()), request.url());
        request.headers().forEach((name, value) -> sent.setHeader(HttpHeaderName.fromString(name), value));
        try (var answer = servers.sendSync(sent, Context.NONE)) {
            String body = answer.getBodyAsBinaryData().toString();
            if (!known && !isNamed() && !body.startsWith("{")) {
                throw new CredentialUnavailableException("this is a machine of another cloud than Azure's");
            }
            var response = new HttpResponse().statusCode(answer.getStatusCode()).body(body);
            response.addHeaders(answer.getHeaders().stream()
                    .collect(Collectors.toMap(HttpHeader::getName, HttpHeader::getValuesList)));
            return response;
        }
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }
}
