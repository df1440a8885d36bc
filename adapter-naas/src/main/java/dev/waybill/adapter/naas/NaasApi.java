package dev.waybill.adapter.naas;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the Naas API for credentials. No answer is waited for longer than the configured time, to its last byte, and
/// none is followed elsewhere: the API key goes to the configured server alone. Any number of threads.
final class NaasApi implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration MOST_DELAY = Duration.ofSeconds(5);

    private final NaasConfig config;
    private final Clock clock;
    private final NaasErrors errors;
    private final HttpClient client;

    NaasApi(NaasConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.errors = new NaasErrors(config);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /// Asks, and asks again while the API is unavailable: for when a store is opened, which nobody tries again.
    NaasLease askPatiently() {
        try {
            return Failsafe.with(RetryPolicy.<NaasLease>builder()
                            .handle(StoreUnavailable.class)
                            .withMaxAttempts(ATTEMPTS)
                            .withBackoff(FIRST_DELAY, MOST_DELAY)
                            .withJitter(0.5)
                            .withDelayFnOn(context -> retryAfter(context.getLastException()), StoreUnavailable.class)
                            .abortOn(e -> retryAfter(e).compareTo(MOST_DELAY) > 0)
                            .build())
                    .get(this::ask);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException interruption) {
                throw errors.cancelled(interruption);
            }
            throw e;
        }
    }

    /// What the API asked to be left alone for; negative if it did not say.
    private static Duration retryAfter(Throwable failure) {
        Duration unsaid = Duration.ofNanos(-1);
        return failure instanceof StoreUnavailable e ? e.retryAfter().orElse(unsaid) : unsaid;
    }

    /// Asks once.
    ///
    /// @throws StoreUnavailable if no answer comes, or one that may be another later
    NaasLease ask() {
        Instant asked = clock.instant();
        var body = new NaasBody();
        var response = send(body);
        var answer = NaasAnswer.of(body.bytes());
        if (response.statusCode() / 100 != 2) {
            throw errors.ofAnswer(response.statusCode(), response.headers().firstValue("Retry-After"), answer);
        }
        if (answer.isStorageUnknown()) {
            throw errors.ofAnswer(404, java.util.Optional.empty(), answer);
        }
        if (body.isTooLong()) {
            throw errors.unusable("it is longer than any answer");
        }
        try {
            return answer.lease(asked, response.headers().firstValue("Date"));
        } catch (IllegalArgumentException e) {
            throw errors.unusable(String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse<Void> send(NaasBody body) {
        var request = HttpRequest.newBuilder(config.credentialsUrl())
                .header("Authorization", "Bearer " + config.apiKey().reveal())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + config.storage() + "\"}"))
                .build();
        Future<HttpResponse<Void>> answer = client.sendAsync(request, BodyHandlers.ofByteArrayConsumer(body));
        try {
            return answer.get(config.apiTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw errors.ofNetwork(e.getCause());
        } catch (TimeoutException e) {
            throw errors.tooSlow(e);
        } catch (InterruptedException e) {
            throw errors.cancelled(e);
        } finally {
            // Of an answer that has come this changes nothing; of any other it drops the connection.
            answer.cancel(true);
        }
    }

    /// Breaks what is under way and ends the client's thread.
    @Override
    public void close() {
        client.shutdownNow();
    }
}
