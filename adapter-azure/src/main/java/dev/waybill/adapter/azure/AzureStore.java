package dev.waybill.adapter.azure;

import com.azure.core.exception.ClientAuthenticationException;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What all calls of one adapter share: the connection, the container, and how a request is made and its
/// failure worded. Any number of threads.
final class AzureStore {
    private static final int FIRST_FAILURE = 300;

    private final AzureConfig config;
    private final AzureConnection connection;
    private final AzureErrors errors;
    private final AzureObjects objects;
    private final AzureKeys keys;
    private final StoreId id;
    private final String containerUrl;
    private final AtomicBoolean closed = new AtomicBoolean();

    AzureStore(AzureConfig config, AzureConnection connection, AzureClock clock) {
        this.config = config;
        this.connection = connection;
        this.errors = new AzureErrors(config, clock);
        this.keys = new AzureKeys(config.basePrefix());
        this.id = config.store();
        this.objects = new AzureObjects(id, clock);
        this.containerUrl = config.service() + "/" + AzureKeys.escapePath(config.container());
    }

    StoreId id() {
        return id;
    }

    AzureKeys keys() {
        return keys;
    }

    AzureErrors errors() {
        return errors;
    }

    AzureObjects objects() {
        return objects;
    }

    boolean keepsKeyOrder() {
        return config.keyOrder();
    }

    /// Names the object at `from` as the source of a copy in `request`.
    void nameSource(ObjectKey from, AzureRequest request) {
        connection.copySources().nameIn(request, name(from), url(from));
    }

    boolean isClosed() {
        return closed.get();
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            connection.close();
        }
    }

    /// For the beginning of each call; one that is under way fails by [#closedMeanwhile].
    ///
    /// @throws IllegalStateException if the adapter was closed
    void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the adapter of " + id + " is closed");
        }
    }

    /// Why nothing may be asked or read now, if so: the thread was interrupted, or the adapter closed.
    Optional<StorageException> refusal(Optional<ObjectKey> key) {
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of(errors.cancelled(key, null));
        }
        return closed.get() ? Optional.of(closedMeanwhile(key, null)) : Optional.empty();
    }

    /// What a call comes to that was under way when the adapter was closed.
    StoreUnavailable closedMeanwhile(Optional<ObjectKey> key, @Nullable Throwable cause) {
        return new StoreUnavailable(
                id, key, Reason.OUTCOME_UNKNOWN, "the adapter was closed meanwhile", Optional.empty(), cause);
    }

    /// Where the container is.
    String url() {
        return containerUrl;
    }

    /// The container's name for `key`.
    ///
    /// @throws KeyRejected if the container cannot have it
    String name(ObjectKey key) {
        reject(key, keys.violation(key));
        return keys.name(key);
    }

    /// Where the object at `key` is.
    ///
    /// @throws KeyRejected if the container cannot have it
    String url(ObjectKey key) {
        return containerUrl + "/" + AzureKeys.escapePath(name(key));
    }

    /// @throws KeyRejected if nothing may be written at `key`
    void requireWritable(ObjectKey key) {
        reject(key, keys.violation(key).or(() -> keys.writeViolation(key)));
    }

    private void reject(ObjectKey key, Optional<String> violation) {
        if (violation.isPresent()) {
            throw new KeyRejected(id, key, violation.get(), null);
        }
    }

    /// Makes a request about the whole container.
    AzureAnswer call(AzureRequest request) {
        return call(Optional.empty(), "", request);
    }

    /// Makes a request about one object.
    AzureAnswer call(ObjectKey key, AzureRequest request) {
        return call(Optional.of(key), "none", request);
    }

    /// Makes a request about one object, under a condition that a refusal words.
    AzureAnswer call(Optional<ObjectKey> key, String condition, AzureRequest request) {
        var answer = exchange(key, request);
        require(answer, key, condition);
        return answer;
    }

    /// @throws StorageException if the answer is that of a failure
    void require(AzureAnswer answer, Optional<ObjectKey> key, String condition) {
        if (answer.status() >= FIRST_FAILURE) {
            throw errors.ofAnswer(answer, key, condition);
        }
    }

    /// Makes a request and gives its answer, whatever it says.
    AzureAnswer exchange(Optional<ObjectKey> key, AzureRequest request) {
        try (var response = open(key, request)) {
            return read(response, key);
        }
    }

    /// The rest of an answer.
    AzureAnswer read(AzureResponse response, Optional<ObjectKey> key) {
        try {
            return new AzureAnswer(
                    response.getStatusCode(),
                    response.getHeaders(),
                    new String(response.getBodyAsInputStreamSync().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(e, key);
        }
    }

    /// Makes a request and gives its answer, whatever it says, before its body has come; it is the
    /// caller's to close.
    AzureResponse open(Optional<ObjectKey> key, AzureRequest request) {
        var refusal = refusal(key);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        try {
            return connection.send(request);
        } catch (ClientAuthenticationException e) {
            throw closed.get() ? closedMeanwhile(key, e) : errors.ofCredentials(e, key);
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failed(e, key);
        }
    }

    /// Why a request got no answer. Closing breaks connections in ways that look like anything else.
    StorageException failed(Exception e, Optional<ObjectKey> key) {
        if (closed.get() && !Thread.currentThread().isInterrupted()) {
            return closedMeanwhile(key, e);
        }
        return errors.ofFailure(e, key);
    }

    /// `condition` for a message.
    static String words(Precondition condition) {
        return switch (condition) {
            case Precondition.None none -> "none";
            case Precondition.Absent absent -> "absent";
            case Precondition.Matches matches -> "version " + matches.etag();
        };
    }
}
