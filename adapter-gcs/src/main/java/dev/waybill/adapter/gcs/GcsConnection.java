package dev.waybill.adapter.gcs;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The library's client and the connections that it uses, set up so that a request is one attempt and no more. Any
/// number of threads.
final class GcsConnection implements AutoCloseable {
    /// Bodies that callers hold open while they make other calls need connections beside the slots.
    private static final int SPARE_CONNECTIONS = 8;

    private final GcsConfig config;
    private final PooledTransport transport;
    private final Storage api;

    /// @param requestSlots how many requests may be under way at once
    /// @throws IllegalArgumentException if fewer connections are configured than there are request slots
    GcsConnection(GcsConfig config, int requestSlots) {
        int connections = config.maxConnections().orElse(requestSlots + SPARE_CONNECTIONS);
        if (connections < requestSlots) {
            throw new IllegalArgumentException("maxConnections of " + config.store() + " is " + connections
                    + ", fewer than the " + requestSlots + " requests that may be under way at once");
        }
        this.config = config;
        this.transport = new PooledTransport(config, connections);
        this.api = new Storage.Builder(transport, GsonFactory.getDefaultInstance(), this::prepare)
                .setRootUrl(config.root())
                .setBatchPath("batch/storage/v1")
                .setApplicationName("waybill")
                .build();
    }

    /// One attempt, nothing logged: the library's log would show tokens.
    private void prepare(HttpRequest request) {
        request.setNumberOfRetries(0)
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setReadTimeout(Math.toIntExact(config.readTimeout().toMillis()))
                .setFollowRedirects(false)
                .setLoggingEnabled(false)
                .setCurlLoggingEnabled(false)
                .setSuppressUserAgentSuffix(true);
    }

    /// What fetches tokens by the same connections.
    GcsAuth auth(Clock clock) {
        var identity = config.credentials();
        return new GcsAuth(identity, new GcsCredentials(identity, transport, this::prepare, clock));
    }

    Storage api() {
        return api;
    }

    /// A batch of calls, empty yet.
    BatchRequest batch(GcsBearer bearer) {
        return api.batch(request -> {
            prepare(request);
            bearer.on(request);
        });
    }

    /// A request that the client has no method for.
    HttpRequest request(GcsBearer bearer, String method, GenericUrl url, @Nullable HttpContent content)
            throws IOException {
        var request = api.getRequestFactory().buildRequest(method, url, content);
        request.setParser(api.getObjectParser());
        return bearer.on(request);
    }

    /// How many connections are in use.
    int inUse() {
        return transport.leased();
    }

    /// Breaks what is under way.
    @Override
    public void close() {
        transport.shutdown();
    }
}
