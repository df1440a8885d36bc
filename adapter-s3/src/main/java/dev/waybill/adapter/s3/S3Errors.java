package dev.waybill.adapter.s3;

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
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.StoreId;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/// Turns what the SDK throws into what the port throws; nowhere else is that done.
///
/// Servers differ: some answer without a code, or without a message (Ceph), and HEAD has neither. So the
/// code decides where there is one, and the status where there is none.
final class S3Errors {
    private static final Duration MOST_SKEW = Duration.ofMinutes(10);

    private final S3Config config;
    private final StoreId store;
    private final S3Clock clock;
    private final Optional<S3Session> session;

    /// @param session by whose credentials requests are signed, unless the SDK finds them
    S3Errors(S3Config config, S3Clock clock, Optional<S3Session> session) {
        this.config = config;
        this.store = config.store();
        this.clock = clock;
        this.session = session;
    }

    /// The port's exception for a request that failed.
    ///
    /// @param key what it was about, if one object
    /// @param condition the condition it carried, for the message
    StorageException translate(SdkException e, Optional<ObjectKey> key, String condition) {
        return e instanceof AwsServiceException service ? ofAnswer(service, key, condition) : ofClient(e, key);
    }

    /// The code of an answer, or empty text.
    static String code(AwsServiceException e) {
        var details = e.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private StorageException ofAnswer(AwsServiceException e, Optional<ObjectKey> key, String condition) {
        return switch (code(e)) {
            case "NoSuchBucket" -> storeNotFound(e);
            case "RequestTimeTooSkewed" -> skewed(e, key);
            case "BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "InvalidDigest" ->
                key.isPresent() ? new CorruptContent(store, key.get(), detail(e), e) : failure(e, key);
            case "EntityTooSmall", "InvalidPart", "InvalidPartOrder" ->
                key.isPresent() ? new UploadPartsRejected(store, key.get(), detail(e), e) : failure(e, key);
            case "KeyTooLongError",
                    "KeyTooLong",
                    "InvalidObjectName",
                    "XMinioInvalidObjectName",
                    "XMinioObjectExistsAsDirectory",
                    "XMinioParentIsObject" ->
                key.isPresent() ? new KeyRejected(store, key.get(), detail(e), e) : failure(e, key);
            case "QuotaExceeded", "EntityTooLarge", "XMinioStorageFull", "InsufficientStorage" ->
                new QuotaExceeded(store, key, detail(e), e);
            case "SlowDown",
                    "ServiceUnavailable",
                    "TooManyRequests",
                    "RequestLimitExceeded",
                    "Throttling",
                    "ThrottlingException",
                    "RequestTimeout",
                    "ConditionalRequestConflict",
                    "OperationAborted" -> unavailable(e, key, Reason.BUSY);
            case "InternalError" -> unavailable(e, key, Reason.OUTCOME_UNKNOWN);
            case "ExpiredToken",
                    "InvalidToken",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "AccessDenied",
                    "AuthorizationHeaderMalformed",
                    "TokenRefreshRequired" -> new AccessDenied(store, key, detail(e), e);
            default -> ofStatus(e, key, condition);
        };
    }

    private StorageException ofStatus(AwsServiceException e, Optional<ObjectKey> key, String condition) {
        return switch (e.statusCode()) {
            case 403 -> isOfAnotherTime(e) ? skewed(e, key) : new AccessDenied(store, key, detail(e), e);
            case 401 -> new AccessDenied(store, key, detail(e), e);
            case 400 -> isOfAnExpiredToken(e) ? new AccessDenied(store, key, detail(e), e) : failure(e, key);
            case 404 -> key.isPresent() ? new ObjectNotFound(store, key.get(), e) : failure(e, key);
            case 409, 412 ->
                key.isPresent() && (e.statusCode() == 412 || code(e).isEmpty())
                        ? new PreconditionFailed(store, key.get(), condition, e)
                        : failure(e, key);
            case 413, 507 -> new QuotaExceeded(store, key, detail(e), e);
            case 429, 503 -> unavailable(e, key, Reason.BUSY);
            case 408, 500, 502, 504 -> unavailable(e, key, Reason.OUTCOME_UNKNOWN);
            default -> failure(e, key);
        };
    }

    StoreNotFound storeNotFound(Throwable cause) {
        return new StoreNotFound(
                store,
                "there is no bucket " + config.bucket() + " at " + config.server() + "; create it, or correct the name",
                cause);
    }

    /// Whether a refusal that gives no reason, as those of HEAD, comes from a server of another time: S3 takes
    /// no request whose time is off by 15 minutes.
    private boolean isOfAnotherTime(AwsServiceException e) {
        return code(e).isEmpty()
                && header(e, "Date")
                        .flatMap(HttpDate::parse)
                        .map(time -> Duration.between(clock.now(), time).abs().compareTo(MOST_SKEW) > 0)
                        .orElse(false);
    }

    /// Whether a refusal that gives no reason may be that of a session token: Amazon answers 400 to an expired one,
    /// and to HEAD it says no more. A bucket that is elsewhere is answered so, too, and named.
    private boolean isOfAnExpiredToken(AwsServiceException e) {
        boolean temporary = session.map(S3Session::isTemporary).orElse(false);
        boolean here = header(e, "x-amz-bucket-region")
                .map(region -> config.region().map(region::equals).orElse(true))
                .orElse(true);
        return code(e).isEmpty() && temporary && here;
    }

    private StorageException skewed(AwsServiceException e, Optional<ObjectKey> key) {
        header(e, "Date").flatMap(HttpDate::parse).ifPresent(clock::learn);
        return new StoreUnavailable(
                store,
                key,
                Reason.NOT_REACHED,
                "the clocks differ too much; the server's time is taken from now on",
                Optional.empty(),
                e);
    }

    private StoreUnavailable unavailable(AwsServiceException e, Optional<ObjectKey> key, Reason reason) {
        return new StoreUnavailable(store, key, reason, config.server() + " answers " + detail(e), retryAfter(e), e);
    }

    private StoreFailure failure(AwsServiceException e, Optional<ObjectKey> key) {
        String elsewhere = header(e, "x-amz-bucket-region")
                .filter(region -> e.statusCode() == 301 || e.statusCode() == 400)
                .map(region -> "; the bucket is in region " + region)
                .orElse("");
        return new StoreFailure(store, key, config.server() + " answers " + detail(e) + elsewhere, e);
    }

    private String detail(AwsServiceException e) {
        var details = e.awsErrorDetails();
        String message = details == null || details.errorMessage() == null ? "" : ": " + details.errorMessage();
        String request = e.requestId() == null ? "" : " (request " + e.requestId() + ")";
        return redact((e.statusCode() + " " + code(e)).strip() + message + request);
    }

    private String redact(String text) {
        return session.map(s -> s.redact(text)).orElse(text);
    }

    private Optional<Duration> retryAfter(AwsServiceException e) {
        return header(e, "Retry-After").flatMap(value -> {
            if (value.matches("[0-9]{1,6}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            return HttpDate.parse(value)
                    .map(until -> Duration.between(clock.now(), until))
                    .filter(d -> !d.isNegative());
        });
    }

    private static Optional<String> header(AwsServiceException e, String name) {
        var details = e.awsErrorDetails();
        return details == null || details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader(name);
    }

    private StorageException ofClient(SdkException e, Optional<ObjectKey> key) {
        if (e instanceof AbortedException || isInterruption(e)) {
            return cancelled(key, e);
        }
        @Nullable Throwable io = cause(e, IOException.class);
        if (io instanceof SSLException && !isBrokenOff(io)) {
            return new StoreFailure(store, key, "no secure connection to " + config.server() + ": " + words(io), e);
        }
        if (io != null) {
            return ofNetwork(io, key, e);
        }
        String message = words(e);
        if (message.contains("Unable to load credentials")) {
            return new AccessDenied(
                    store,
                    key,
                    "no credentials; set accessKeyId and secretAccessKey, or AWS's own variables or files",
                    e);
        }
        return new StoreFailure(store, key, message, e);
    }

    /// Whether it is the connection below that ended, and nothing about certificates or ciphers.
    private static boolean isBrokenOff(Throwable e) {
        return cause(e, EOFException.class) != null || cause(e, SocketException.class) != null;
    }

    /// The port's exception for a connection that failed, when a request was sent or a body read.
    StorageException ofNetwork(Throwable io, Optional<ObjectKey> key, Throwable whole) {
        if (isInterruption(whole)) {
            return cancelled(key, whole);
        }
        boolean connecting = io instanceof ConnectException
                || io instanceof NoRouteToHostException
                || io instanceof UnknownHostException
                || io instanceof SSLHandshakeException
                || io.getClass().getSimpleName().matches("ConnectTimeoutException|ConnectionRequestTimeoutException")
                || (io instanceof SocketTimeoutException
                        && words(io).toLowerCase(java.util.Locale.ROOT).contains("connect"));
        String what = connecting ? "no connection to " : "the connection broke to ";
        return new StoreUnavailable(
                store,
                key,
                connecting ? Reason.NOT_REACHED : Reason.OUTCOME_UNKNOWN,
                what + config.server() + ": " + words(io),
                Optional.empty(),
                whole);
    }

    /// The calling thread was interrupted; its flag is set again.
    Cancelled cancelled(Optional<ObjectKey> key, @Nullable Throwable cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(store, key, cause);
    }

    private static boolean isInterruption(Throwable e) {
        boolean timeout = cause(e, SocketTimeoutException.class) != null;
        return Thread.currentThread().isInterrupted()
                || cause(e, InterruptedException.class) != null
                || (cause(e, InterruptedIOException.class) != null
                        && !timeout
                        && cause(e, SocketException.class) == null
                        && !causeNamed(e, "TimeoutException"));
    }

    private static boolean causeNamed(Throwable e, String ending) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t.getClass().getSimpleName().endsWith(ending)) {
                return true;
            }
        }
        return false;
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
