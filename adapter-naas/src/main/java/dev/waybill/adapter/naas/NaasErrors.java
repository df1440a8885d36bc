package dev.waybill.adapter.naas;

import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Turns what the Naas API answers, or that it does not, into what the port throws. What the S3 server answers is the
/// business of the adapter for S3.
///
/// Whatever goes wrong here, the store itself was not asked for anything yet.
final class NaasErrors {
    private final NaasConfig config;
    private final StoreId store;

    NaasErrors(NaasConfig config) {
        this.config = config;
        this.store = config.store();
    }

    /// The port's exception for an answer that is a failure.
    StorageException ofAnswer(int status, Optional<String> retryAfter, NaasAnswer answer) {
        if (answer.isStorageUnknown() || status == 404) {
            return new StoreNotFound(
                    store,
                    "the Naas API " + answers(status, answer) + "; create the storage " + config.storage()
                            + " in the workspace, or correct workspace (config.workspace_id) and storage"
                            + " (config.storage_name)",
                    null);
        }
        return switch (status) {
            case 401, 403 ->
                new AccessDenied(
                        store,
                        Optional.empty(),
                        "the Naas API " + answers(status, answer) + "; set apiKey, or the variable NAAS_API_KEY, to a"
                                + " key that Naas has given out and that may use the workspace " + config.workspace(),
                        null);
            case 408, 429, 500, 502, 503, 504 ->
                new StoreUnavailable(
                        store,
                        Optional.empty(),
                        status == 429 || status == 503 ? Reason.BUSY : Reason.NOT_REACHED,
                        "the Naas API " + answers(status, answer),
                        retryAfter
                                .filter(value -> value.matches("[0-9]{1,6}"))
                                .map(value -> Duration.ofSeconds(Long.parseLong(value))),
                        null);
            default ->
                new StoreFailure(
                        store,
                        Optional.empty(),
                        "the Naas API " + answers(status, answer)
                                + (status / 100 == 3 ? ", a redirection, which is not followed; set apiUrl" : ""),
                        null);
        };
    }

    private String answers(int status, NaasAnswer answer) {
        String message = answer.message().map(text -> ": " + redact(text)).orElse("");
        return "(" + config.apiUrl() + ") answers " + status + message;
    }

    private String redact(String text) {
        return text.replace(config.apiKey().reveal(), "***");
    }

    /// The answer is none that credentials can be taken from.
    ///
    /// @param rule what is wrong with it, quoting nothing
    StoreFailure unusable(String rule) {
        return new StoreFailure(
                store,
                Optional.empty(),
                "the answer of the Naas API (" + config.apiUrl() + ") is of no use: " + rule
                        + "; check apiUrl, and whether a proxy answers in its place",
                null);
    }

    /// The storage lies elsewhere than when it was opened.
    StoreFailure moved(NaasKeys before, NaasKeys now) {
        return new StoreFailure(
                store,
                Optional.empty(),
                "the Naas API says that it lies in " + shown(now) + " now, and not in " + shown(before)
                        + " any more, where it was opened; nothing was done there: run the command again",
                null);
    }

    private static String shown(NaasKeys place) {
        return "s3://" + place.bucket() + "/" + place.home() + " (" + place.region() + ")";
    }

    /// No answer came in time.
    StoreUnavailable tooSlow(Throwable cause) {
        return unavailable("did not answer within " + config.apiTimeout().toMillis() + " ms (apiTimeout)", cause);
    }

    /// The port's exception for a connection that failed.
    StorageException ofNetwork(@Nullable Throwable e) {
        if (e instanceof SSLException && !isBrokenOff(e)) {
            return new StoreFailure(
                    store,
                    Optional.empty(),
                    "no secure connection to the Naas API (" + config.apiUrl() + "): " + words(e),
                    e);
        }
        if (e instanceof IOException) {
            return unavailable(isUnreached(e) ? "cannot be reached: " + words(e) : "broke off: " + words(e), e);
        }
        return new StoreFailure(
                store, Optional.empty(), "the Naas API (" + config.apiUrl() + ") cannot be asked: " + words(e), e);
    }

    private static boolean isUnreached(Throwable e) {
        return e instanceof ConnectException || e instanceof HttpTimeoutException;
    }

    private static boolean isBrokenOff(Throwable e) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof EOFException || t instanceof SocketException) {
                return true;
            }
        }
        return false;
    }

    private StoreUnavailable unavailable(String what, @Nullable Throwable cause) {
        return new StoreUnavailable(
                store,
                Optional.empty(),
                Reason.NOT_REACHED,
                "the Naas API (" + config.apiUrl() + ") " + what,
                Optional.empty(),
                cause);
    }

    /// The JDK's client says nothing of most failures to connect.
    private String words(@Nullable Throwable e) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "no machine of that name is known";
            }
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                return redact(t.getMessage());
            }
        }
        return e instanceof ConnectException ? "the connection is refused" : String.valueOf(e);
    }

    /// The calling thread was interrupted; its flag is set again.
    Cancelled cancelled(Throwable cause) {
        Thread.currentThread().interrupt();
        return new Cancelled(store, Optional.empty(), cause);
    }
}
