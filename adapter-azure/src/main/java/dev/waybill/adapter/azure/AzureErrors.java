package dev.waybill.adapter.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Turns what the service answers, and what keeps it from answering, into what the port throws; nowhere else
/// is that done.
///
/// The code of an answer decides where it has one ("Blob service error codes" in the REST reference), and the
/// status where it has none.
final class AzureErrors {
    private final AzureConfig config;
    private final StoreId store;
    private final AzureClock clock;

    AzureErrors(AzureConfig config, AzureClock clock) {
        this.config = config;
        this.store = config.store();
        this.clock = clock;
    }

    /// The port's exception for an answer that is none to what was asked.
    ///
    /// @param key what it was about, if one object
    /// @param condition the condition it carried, for the message
    StorageException ofAnswer(AzureAnswer answer, Optional<ObjectKey> key, String condition) {
        var cause = new HttpResponseException(detail(answer), null);
        return switch (answer.code()) {
            case "ContainerNotFound", "ContainerBeingDeleted", "ContainerDisabled" -> storeNotFound(cause);
            case "BlobNotFound" ->
                key.isPresent() ? new ObjectNotFound(store, key.get(), cause) : failure(answer, key, cause);
            case "Md5Mismatch", "Crc64Mismatch", "InvalidMd5" ->
                key.isPresent()
                        ? new CorruptContent(store, key.get(), detail(answer), cause)
                        : failure(answer, key, cause);
            case "BlobAlreadyExists", "ConditionNotMet", "TargetConditionNotMet", "SourceConditionNotMet" ->
                key.isPresent()
                        ? new PreconditionFailed(store, key.get(), condition, cause)
                        : failure(answer, key, cause);
            case "InvalidResourceName", "InvalidUri" ->
                key.isPresent()
                        ? new KeyRejected(store, key.get(), detail(answer), cause)
                        : failure(answer, key, cause);
            case "RequestBodyTooLarge", "BlockCountExceedsLimit", "AccountLimitExceeded" ->
                new QuotaExceeded(store, key, detail(answer), cause);
            case "ServerBusy" -> unavailable(answer, key, Reason.BUSY, cause);
            case "InternalError", "OperationTimedOut" -> unavailable(answer, key, Reason.OUTCOME_UNKNOWN, cause);
            case "AuthenticationFailed" ->
                answer.header("Date")
                                .flatMap(AzureAnswer::httpDate)
                                .filter(clock::learn)
                                .isPresent()
                        ? skewed(key, cause)
                        : new AccessDenied(store, key, detail(answer), cause);
            case "AuthorizationFailure",
                    "AuthorizationPermissionMismatch",
                    "AuthorizationProtocolMismatch",
                    "AuthorizationResourceTypeMismatch",
                    "AuthorizationServiceMismatch",
                    "AuthorizationSourceIPMismatch",
                    "InsufficientAccountPermissions",
                    "InvalidAuthenticationInfo",
                    "NoAuthenticationInformation",
                    "AccountIsDisabled",
                    "BlobImmutableDueToPolicy" -> new AccessDenied(store, key, detail(answer), cause);
            default -> ofStatus(answer, key, condition, cause);
        };
    }

    private StorageException ofStatus(
            AzureAnswer answer, Optional<ObjectKey> key, String condition, HttpResponseException cause) {
        return switch (answer.status()) {
            case 401, 403 -> new AccessDenied(store, key, detail(answer), cause);
            case 412 ->
                key.isPresent() && answer.code().isEmpty()
                        ? new PreconditionFailed(store, key.get(), condition, cause)
                        : failure(answer, key, cause);
            case 413, 507 -> new QuotaExceeded(store, key, detail(answer), cause);
            case 429, 503 -> unavailable(answer, key, Reason.BUSY, cause);
            case 408, 500, 502, 504 -> unavailable(answer, key, Reason.OUTCOME_UNKNOWN, cause);
            default -> failure(answer, key, cause);
        };
    }

    /// The service says no more of a request of another time than that it is not signed well.
    private StoreUnavailable skewed(Optional<ObjectKey> key, HttpResponseException cause) {
        return new StoreUnavailable(
                store,
                key,
                Reason.NOT_REACHED,
                "the clocks differ too much; the server's time is taken from now on",
                Optional.empty(),
                cause);
    }

    /// What came instead of a list, from a proxy maybe.
    StoreFailure noList(Optional<ObjectKey> key, @Nullable Throwable cause) {
        return new StoreFailure(store, key, "what " + config.server() + " answers is no list", cause);
    }

    private StoreNotFound storeNotFound(Throwable cause) {
        return new StoreNotFound(
                store,
                "there is no container " + config.container() + " at " + config.server()
                        + "; create it, or correct the name",
                cause);
    }

    private StoreUnavailable unavailable(
            AzureAnswer answer, Optional<ObjectKey> key, Reason reason, HttpResponseException cause) {
        return new StoreUnavailable(
                store, key, reason, config.server() + " answers " + detail(answer), retryAfter(answer), cause);
    }

    private StoreFailure failure(AzureAnswer answer, Optional<ObjectKey> key, HttpResponseException cause) {
        return new StoreFailure(store, key, config.server() + " answers " + detail(answer), cause);
    }

    private String detail(AzureAnswer answer) {
        String message = answer.message().map(text -> ": " + text).orElse("");
        String request = answer.header("x-ms-request-id")
                .map(id -> " (request " + id + ")")
                .orElse("");
        return redact((answer.status() + " " + answer.code()).strip() + message + request);
    }

    private String redact(String text) {
        return config.credential().redact(text);
    }

    private Optional<Duration> retryAfter(AzureAnswer answer) {
        return answer.header("Retry-After").flatMap(value -> {
            if (value.matches("[0-9]{1,6}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            return AzureAnswer.httpDate(value)
                    .map(until -> Duration.between(clock.now(), until))
                    .filter(d -> !d.isNegative());
        });
    }

    /// The port's exception where there is no token to ask with.
    StorageException ofCredentials(ClientAuthenticationException e, Optional<ObjectKey> key) {
        @Nullable Throwable io = cause(e, IOException.class);
        if (Thread.currentThread().isInterrupted()) {
            return cancelled(key, e);
        }
        // A file that the surroundings name and that is not there is no trouble that passes.
        if (io != null && !(io instanceof FileSystemException)) {
            return new StoreUnavailable(
                    store,
                    key,
                    Reason.NOT_REACHED,
                    "no access token is to be had now: " + words(io),
                    Optional.empty(),
                    e);
        }
        return new AccessDenied(
                store,
                key,
                "no credentials: set accountKey, sas or connectionString, or what Azure's identities need (" + reason(e)
                        + ")",
                e);
    }

    /// What the last said that was asked for a token, without the library's advice, which is for programmers.
    private String reason(ClientAuthenticationException e) {
        String last = words(e).lines().reduce((before, after) -> after).orElse("");
        int advice = last.indexOf("To mitigate this issue");
        return advice < 0 ? last : last.substring(0, advice);
    }

    /// The port's exception for a request that got no answer.
    StorageException ofFailure(Exception e, Optional<ObjectKey> key) {
        @Nullable Throwable io = cause(e, IOException.class);
        return io == null ? new StoreFailure(store, key, words(e), e) : ofNetwork(io, key, e);
    }

    /// The port's exception for a connection that failed, when a request was sent or a body read.
    StorageException ofNetwork(Throwable io, Optional<ObjectKey> key, Throwable whole) {
        if (Thread.currentThread().isInterrupted() || io instanceof InterruptedIOException) {
            return cancelled(key, whole);
        }
        if (io instanceof SSLException && cause(io, java.io.EOFException.class) == null) {
            return new StoreFailure(store, key, "no secure connection to " + config.server() + ": " + words(io), whole);
        }
        boolean connecting = io instanceof ConnectException
                || io instanceof NoRouteToHostException
                || io instanceof UnknownHostException
                || io instanceof SSLHandshakeException
                || io instanceof HttpConnectTimeoutException
                || cause(io, UnresolvedAddressException.class) != null;
        return new StoreUnavailable(
                store,
                key,
                connecting ? Reason.NOT_REACHED : Reason.OUTCOME_UNKNOWN,
                (connecting ? "no connection to " : "the connection broke to ") + config.server() + ": " + words(io),
                Optional.empty(),
                whole);
    }

    /// The calling thread was interrupted; its flag is set again.
    Cancelled cancelled(Optional<ObjectKey> key, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(store, key, cause);
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
        return redact(message == null ? e.getClass().getSimpleName() : message);
    }
}
