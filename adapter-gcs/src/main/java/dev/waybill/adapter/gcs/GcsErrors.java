package dev.waybill.adapter.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Turns what Google's libraries throw into what the port throws; nowhere else is that done.
///
/// The status decides, and the reason where one status means several things ("HTTP status and error codes for
/// JSON", Cloud Storage documentation).
final class GcsErrors {
    private static final String NO_BUCKET = "bucket does not exist";

    private final GcsConfig config;
    private final StoreId store;
    private final Clock clock;
    private final GcsAuth auth;

    GcsErrors(GcsConfig config, Clock clock, GcsAuth auth) {
        this.config = config;
        this.store = config.store();
        this.clock = clock;
        this.auth = auth;
    }

    /// What an answer that is an error says.
    ///
    /// @param status the HTTP status
    /// @param reason the first error's reason, or empty text
    /// @param message the error's words, or empty text
    /// @param retryAfter the header of that name
    record Answer(int status, String reason, String message, Optional<String> retryAfter) {
        static Answer of(HttpResponseException e) {
            var retryAfter = Optional.ofNullable(e.getHeaders()).map(headers -> headers.getRetryAfter());
            var details = e instanceof GoogleJsonResponseException json ? json.getDetails() : null;
            return of(e.getStatusCode(), details, retryAfter);
        }

        static Answer of(int status, @Nullable GoogleJsonError details, Optional<String> retryAfter) {
            if (details == null) {
                return new Answer(status, "", "", retryAfter);
            }
            var errors = details.getErrors();
            String reason = errors == null || errors.isEmpty()
                    ? ""
                    : text(errors.getFirst().getReason());
            return new Answer(status, reason, text(details.getMessage()), retryAfter);
        }

        private static String text(@Nullable String value) {
            return value == null ? "" : value;
        }

        boolean isNoBucket() {
            return status == 404 && message.contains(NO_BUCKET);
        }
    }

    /// The port's exception for a request that was answered with an error.
    ///
    /// @param key what it was about, if one object
    /// @param condition the condition it carried, for the message
    /// @param cause what the library threw, unless it names what would let somebody in
    StorageException ofAnswer(Answer answer, Optional<ObjectKey> key, String condition, @Nullable Throwable cause) {
        if (answer.isNoBucket()) {
            return storeNotFound(cause);
        }
        return switch (answer.status()) {
            case 400 -> badRequest(answer, key, cause);
            case 401 -> new AccessDenied(store, key, detail(answer), cause);
            case 403 -> forbidden(answer, key, cause);
            case 404, 410 ->
                key.isPresent() ? new ObjectNotFound(store, key.get(), cause) : failure(answer, key, cause);
            case 412 ->
                key.isPresent()
                        ? new PreconditionFailed(store, key.get(), condition, cause)
                        : failure(answer, key, cause);
            case 413, 507 -> new QuotaExceeded(store, key, detail(answer), cause);
            case 409, 429, 503 -> unavailable(answer, key, Reason.BUSY, cause);
            case 408, 500, 502, 504 -> unavailable(answer, key, Reason.OUTCOME_UNKNOWN, cause);
            default -> failure(answer, key, cause);
        };
    }

    private StorageException badRequest(Answer answer, Optional<ObjectKey> key, @Nullable Throwable cause) {
        if (key.isPresent() && answer.message().contains("doesn't match calculated")) {
            return new CorruptContent(store, key.get(), detail(answer), cause);
        }
        if (key.isPresent() && answer.message().toLowerCase(Locale.ROOT).contains("object name")) {
            return new KeyRejected(store, key.get(), detail(answer), cause);
        }
        return failure(answer, key, cause);
    }

    private StorageException forbidden(Answer answer, Optional<ObjectKey> key, @Nullable Throwable cause) {
        return switch (answer.reason()) {
            case "rateLimitExceeded", "userRateLimitExceeded" -> unavailable(answer, key, Reason.BUSY, cause);
            case "quotaExceeded", "dailyLimitExceeded" -> new QuotaExceeded(store, key, detail(answer), cause);
            default -> new AccessDenied(store, key, detail(answer), cause);
        };
    }

    StoreNotFound storeNotFound(@Nullable Throwable cause) {
        return new StoreNotFound(
                store,
                "there is no bucket " + config.bucket() + " at " + config.server() + "; create it, or correct the name",
                cause);
    }

    private StoreUnavailable unavailable(
            Answer answer, Optional<ObjectKey> key, Reason reason, @Nullable Throwable cause) {
        var wait = answer.retryAfter().flatMap(this::duration);
        return new StoreUnavailable(store, key, reason, config.server() + " answers " + detail(answer), wait, cause);
    }

    private StoreFailure failure(Answer answer, Optional<ObjectKey> key, @Nullable Throwable cause) {
        return new StoreFailure(store, key, config.server() + " answers " + detail(answer), cause);
    }

    private String detail(Answer answer) {
        String message = answer.message().isEmpty() ? "" : ": " + answer.message();
        return auth.redact((answer.status() + " " + answer.reason()).strip() + message);
    }

    /// `e`, unless it says what would let somebody in: a proxy may answer with the request that it got.
    @Nullable
    Throwable harmless(HttpResponseException e) {
        String message = String.valueOf(e.getMessage());
        return auth.redact(message).equals(message) ? e : null;
    }

    private Optional<Duration> duration(String header) {
        if (header.matches("[0-9]{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
        }
        try {
            Instant until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), until)).filter(d -> !d.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The port's exception where there are no credentials, or no token for them.
    StorageException ofCredentials(Exception e, Optional<ObjectKey> key) {
        if (isInterruption(e)) {
            return cancelled(key, e);
        }
        boolean again = e instanceof Retryable retryable
                ? retryable.isRetryable()
                : cause(e, SocketException.class) != null || cause(e, SocketTimeoutException.class) != null;
        if (again) {
            return new StoreUnavailable(
                    store,
                    key,
                    Reason.NOT_REACHED,
                    "no access token is to be had now: " + words(e),
                    Optional.empty(),
                    e);
        }
        if (e instanceof GcsGrant.Refused refused && refused.isOfTimes()) {
            return new AccessDenied(
                    store,
                    key,
                    "no token for the credentials: to the authorization server this machine's time, " + clock.instant()
                            + ", is wrong; set its clock right: " + words(e),
                    e);
        }
        return new AccessDenied(
                store,
                key,
                "no credentials, or no token for them; set credentialsFile, or GOOGLE_APPLICATION_CREDENTIALS: "
                        + words(e),
                e);
    }

    /// The port's exception for a connection that failed, when a request was sent or a body read.
    StorageException ofNetwork(Throwable e, Optional<ObjectKey> key) {
        if (isInterruption(e)) {
            return cancelled(key, e);
        }
        @Nullable Throwable io = cause(e, IOException.class);
        boolean brokenOff = cause(e, SocketException.class) != null || cause(e, EOFException.class) != null;
        if (io instanceof SSLException && !brokenOff) {
            return new StoreFailure(store, key, "no secure connection to " + config.server() + ": " + words(io), e);
        }
        if (io == null) {
            return new StoreFailure(store, key, words(e), e);
        }
        boolean connecting = io instanceof ConnectException
                || io instanceof NoRouteToHostException
                || io instanceof UnknownHostException
                || io instanceof SSLHandshakeException
                || io.getClass().getSimpleName().matches("ConnectTimeoutException|ConnectionRequestTimeoutException");
        return new StoreUnavailable(
                store,
                key,
                connecting ? Reason.NOT_REACHED : Reason.OUTCOME_UNKNOWN,
                (connecting ? "no connection to " : "the connection broke to ") + config.server() + ": " + words(io),
                Optional.empty(),
                e);
    }

    /// The calling thread was interrupted; its flag is set again.
    Cancelled cancelled(Optional<ObjectKey> key, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(store, key, cause);
    }

    private static boolean isInterruption(Throwable e) {
        return Thread.currentThread().isInterrupted()
                || cause(e, InterruptedException.class) != null
                || (cause(e, InterruptedIOException.class) != null
                        && cause(e, SocketTimeoutException.class) == null
                        && cause(e, SocketException.class) == null
                        && !e.getClass().getSimpleName().endsWith("TimeoutException"));
    }

    /// The first of this kind in the chain of causes.
    static @Nullable Throwable cause(Throwable e, Class<? extends Throwable> kind) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return t;
            }
        }
        return null;
    }

    private String words(Throwable e) {
        String message = e.getMessage();
        return auth.redact(message == null ? e.getClass().getSimpleName() : message);
    }
}
