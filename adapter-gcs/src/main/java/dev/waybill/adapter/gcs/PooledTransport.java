package dev.waybill.adapter.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// Google's HTTP library over Apache HttpClient 5: a pool of connections of its own, which breaks what is under
/// way when it is closed, and which repeats nothing by itself. Any number of threads.
final class PooledTransport extends HttpTransport {
    private static final long IDLE_SECONDS = 20;

    private final PoolingHttpClientConnectionManager connections;
    private final RequestConfig requesting;
    private final CloseableHttpClient client;

    PooledTransport(GcsConfig config, int connections) {
        var connecting = ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(config.connectTimeout()))
                .setSocketTimeout(Timeout.of(config.readTimeout()))
                .setValidateAfterInactivity(Timeout.ofSeconds(2))
                .build();
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .setDefaultConnectionConfig(connecting)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .responseParserFactory(WholeHeads.INSTANCE)
                        .build())
                .build();
        this.requesting = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(config.readTimeout()))
                .setResponseTimeout(Timeout.of(config.readTimeout()))
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(this.connections)
                .setDefaultRequestConfig(this.requesting)
                .evictIdleConnections(Timeout.ofSeconds(IDLE_SECONDS))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
        try {
            return new Request(new HttpUriRequestBase(method, new URI(url)));
        } catch (URISyntaxException e) {
            throw new IOException("not an address that can be asked", e);
        }
    }

    @Override
    public boolean isMtls() {
        return false;
    }

    @Override
    public void shutdown() {
        connections.close(CloseMode.IMMEDIATE);
        client.close(CloseMode.IMMEDIATE);
    }

    /// How many connections are in use.
    int leased() {
        return connections.getTotalStats().getLeased();
    }

    private final class Request extends LowLevelHttpRequest {
        private final HttpUriRequestBase request;

        Request(HttpUriRequestBase request) {
            this.request = request;
        }

        @Override
        @SuppressWarnings("deprecation") // the one way to bound a single request's connecting
        public void setTimeout(int connectMillis, int readMillis) {
            request.setConfig(RequestConfig.copy(requesting)
                    .setConnectTimeout(Timeout.ofMilliseconds(connectMillis))
                    .setConnectionRequestTimeout(Timeout.ofMilliseconds(readMillis))
                    .setResponseTimeout(Timeout.ofMilliseconds(readMillis))
                    .build());
        }

        @Override
        public void addHeader(String name, String value) {
            request.addHeader(name, value);
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            if (getStreamingContent() != null) {
                request.setEntity(new Body());
            }
            try {
                var target = RoutingSupport.determineHost(request);
                return new PooledResponse(request, client.executeOpen(target, request, null));
            } catch (HttpException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        private final class Body extends AbstractHttpEntity {
            Body() {
                super(
                        contentType(Request.this.getContentType()),
                        Request.this.getContentEncoding(),
                        Request.this.getContentLength() < 0);
            }

            @Override
            public long getContentLength() {
                return Request.this.getContentLength();
            }

            @Override
            public boolean isRepeatable() {
                return false;
            }

            @Override
            public boolean isStreaming() {
                return true;
            }

            @Override
            public InputStream getContent() {
                throw new UnsupportedOperationException("the content of a request is written, not read");
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                getStreamingContent().writeTo(out);
                out.flush();
            }

            @Override
            public void close() {
                // What is sent is closed by who opened it.
            }
        }
    }

    private static @Nullable ContentType contentType(@Nullable String type) {
        return type == null ? null : ContentType.parseLenient(type);
    }
}
