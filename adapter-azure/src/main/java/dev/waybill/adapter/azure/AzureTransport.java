package dev.waybill.adapter.azure;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Moves the SDK's requests over the JDK's client. Any number of threads.
///
/// The SDK's own transport reads a body in the client's threads and waits for a silent server without bound
/// once headers are there. Here the calling thread reads what it sends, so that an interrupt reaches it, and
/// nothing is waited for longer than the read timeout.
final class AzureTransport implements BlockingHttpClient, AutoCloseable {
    /// Where a request's context holds the body that is read while it is sent.
    static final String BODY = "waybill-body";

    /// What the JDK's client sets itself.
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "host", "connection", "expect", "upgrade");

    private final java.net.http.HttpClient client;
    private final Duration readTimeout;

    AzureTransport(Duration connectTimeout, Duration readTimeout) {
        this.readTimeout = readTimeout;
        this.client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /// Sends a request and gives its answer when the headers are there; a body is read as it comes.
    ///
    /// @throws UncheckedIOException if no answer comes
    @Override
    public AzureResponse sendSync(HttpRequest request, Context context) {
        var streamed = context.getData(BODY).map(AzureUploadBody.class::cast);
        var builder =
                java.net.http.HttpRequest.newBuilder(URI.create(request.getUrl().toString()));
        for (HttpHeader header : request.getHeaders()) {
            if (!OWN_HEADERS.contains(header.getName().toLowerCase(Locale.ROOT))) {
                builder.header(header.getName(), header.getValue());
            }
        }
        builder.expectContinue(streamed.isPresent());
        switch (request.getHttpMethod().toString()) {
            case "GET" -> builder.GET();
            case "HEAD" -> builder.HEAD();
            case "DELETE" -> builder.DELETE();
            default ->
                builder.method(
                        request.getHttpMethod().toString(),
                        streamed.<BodyPublisher>map(body -> body).orElseGet(() -> inMemory(request)));
        }
        Future<java.net.http.HttpResponse<Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(builder.build(), BodyHandlers.ofPublisher());
        try {
            if (streamed.isPresent()) {
                streamed.get().pump(answer, readTimeout);
            }
            var head = answer.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
            var body = new AzureDownloadBody(readTimeout);
            head.body().subscribe(body);
            return new AzureResponse(request, head, body);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(asIo(e));
        } catch (TimeoutException e) {
            throw new UncheckedIOException(
                    new HttpTimeoutException("it said nothing for " + readTimeout.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException());
        } finally {
            // Of an answer that has come this changes nothing; of any other it drops the connection.
            answer.cancel(true);
        }
    }

    private static IOException asIo(ExecutionException e) {
        return e.getCause() instanceof IOException io ? io : new IOException(String.valueOf(e.getCause()), e);
    }

    private static BodyPublisher inMemory(HttpRequest request) {
        var body = request.getBodyAsBinaryData();
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.toBytes());
    }

    /// Breaks what is under way and ends the client's thread.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
