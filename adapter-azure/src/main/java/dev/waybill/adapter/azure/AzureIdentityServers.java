package dev.waybill.adapter.azure;

import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/// The way to the servers that give tokens. One that is busy counts as one that does not answer: Azure's
/// libraries would ask it again for themselves, and say at last that access is denied. Any number of threads.
///
/// @param transport moves the requests
record AzureIdentityServers(AzureTransport transport) implements BlockingHttpClient {
    /// 410 is what a machine's own server says while it is replaced by a newer one.
    private static final Set<Integer> BUSY = Set.of(408, 410, 429, 500, 502, 503, 504);

    /// @throws UncheckedIOException if no answer comes that says yes or no
    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        var answer = transport.sendSync(request, context);
        if (BUSY.contains(answer.getStatusCode())) {
            answer.close();
            throw new UncheckedIOException(
                    new IOException("the server of identities answers " + answer.getStatusCode()));
        }
        return answer;
    }
}
