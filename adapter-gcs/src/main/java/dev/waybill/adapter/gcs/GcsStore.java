package dev.waybill.adapter.gcs;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Secret;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterContext;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What all calls of one adapter share: the connection, the bucket, and how a request is made and its failure
/// worded. Any number of threads.
final class GcsStore {
    private final GcsConfig config;
    private final GcsConnection connection;
    private final GcsAuth auth;
    private final GcsErrors errors;
    private final GcsKeys keys;
    private final StoreId id;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean bucketSeen = new AtomicBoolean();

    /// @throws IllegalArgumentException if fewer connections are configured than there are request slots
    GcsStore(GcsConfig config, AdapterContext context) {
        this.config = config;
        this.connection = new GcsConnection(config, context.requestSlots());
        this.auth = connection.auth(context.clock());
        this.errors = new GcsErrors(config, context.clock(), auth);
        this.keys = new GcsKeys(config.basePrefix());
        this.id = config.store();
    }

    StoreId id() {
        return id;
    }

    GcsConnection connection() {
        return connection;
    }

    Storage api() {
        return connection.api();
    }

    String bucket() {
        return config.bucket();
    }

    String root() {
        return config.root();
    }

    String server() {
        return config.server();
    }

    GcsKeys keys() {
        return keys;
    }

    GcsErrors errors() {
        return errors;
    }

    boolean isClosed() {
        return closed.get();
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            connection.close();
        }
    }

    /// The bucket's name for `key`.
    ///
    /// @throws KeyRejected if there is none
    String name(ObjectKey key) {
        keys.violation(key).ifPresent(rule -> {
            throw new KeyRejected(id, key, rule, null);
        });
        return keys.name(key);
    }

    /// One request.
    interface Request<T> {
        /// Makes it, once.
        T make(GcsBearer bearer) throws IOException;
    }

    /// Makes a request about the whole bucket.
    <T> T call(Request<T> request) {
        return call(Optional.empty(), "", request);
    }

    /// Makes a request about one object.
    <T> T call(ObjectKey key, Request<T> request) {
        return call(Optional.of(key), "none", request);
    }

    /// Makes a request about one object, under a condition that a refusal words.
    <T> T call(Optional<ObjectKey> key, String condition, Request<T> request) {
        if (Thread.currentThread().isInterrupted()) {
            throw errors.cancelled(key, null);
        }
        if (closed.get()) {
            throw closedMeanwhile(key, null);
        }
        var bearer = new GcsBearer(token(key), config.billedProject());
        try {
            T answer = request.make(bearer);
            bearer.token().ifPresent(auth::accepted);
            bucketSeen.set(true);
            return answer;
        } catch (HttpResponseException e) {
            throw answered(GcsErrors.Answer.of(e), key, condition, bearer, errors.harmless(e));
        } catch (IOException e) {
            throw failed(e, key);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw closed.get() ? failed(e, key) : unreadable(e, key);
        }
    }

    private Optional<Secret> token(Optional<ObjectKey> key) {
        try {
            return auth.token();
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw closed.get() ? closedMeanwhile(key, e) : errors.ofCredentials(e, key);
        }
    }

    /// What an answer that is an error comes to.
    ///
    /// @param cause what the library threw, unless it names what would let somebody in
    StorageException answered(
            GcsErrors.Answer answer,
            Optional<ObjectKey> key,
            String condition,
            GcsBearer bearer,
            @Nullable Throwable cause) {
        var translated = errors.ofAnswer(answer, key, condition, cause);
        if (answer.status() == 401 && translated instanceof AccessDenied denied) {
            return refused(bearer, key, denied);
        }
        if (translated instanceof ObjectNotFound && !answer.isNoBucket()) {
            requireBucket();
        }
        return translated;
    }

    /// A token that was good before has expired or was withdrawn: with a new one the same call may succeed.
    private StorageException refused(GcsBearer bearer, Optional<ObjectKey> key, AccessDenied denied) {
        try {
            if (bearer.token().isPresent() && auth.replaced(bearer.token().get())) {
                return new StoreUnavailable(
                        id,
                        key,
                        Reason.NOT_REACHED,
                        "the access token was no longer good; there is a new one now",
                        Optional.empty(),
                        denied.getCause());
            }
            return denied;
        } catch (IOException e) {
            return errors.ofCredentials(e, key);
        }
    }

    /// Why a request got no answer. Closing breaks connections in ways that look like anything else.
    private StorageException failed(Exception e, Optional<ObjectKey> key) {
        return closed.get() && !Thread.currentThread().isInterrupted()
                ? closedMeanwhile(key, e)
                : e.getClass().getSimpleName().startsWith("MalformedJson") ? unreadable(e, key) : network(e, key);
    }

    private StoreFailure unreadable(Exception e, Optional<ObjectKey> key) {
        return new StoreFailure(id, key, "what " + config.server() + " answers is not what its API says", e);
    }

    /// What a connection that failed comes to, when a request was sent or a body read.
    StorageException network(Exception e, Optional<ObjectKey> key) {
        return closed.get() && !Thread.currentThread().isInterrupted()
                ? closedMeanwhile(key, e)
                : errors.ofNetwork(e, key);
    }

    /// What a call comes to that was under way when the adapter was closed.
    StoreUnavailable closedMeanwhile(Optional<ObjectKey> key, @Nullable Throwable cause) {
        return new StoreUnavailable(
                id, key, Reason.OUTCOME_UNKNOWN, "the adapter was closed meanwhile", Optional.empty(), cause);
    }

    /// For the beginning of each call; one that is under way fails by [#closedMeanwhile].
    ///
    /// @throws IllegalStateException if the adapter was closed
    void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the adapter of " + id + " is closed");
        }
    }

    /// Makes sure that an absent object is not an absent bucket. Asked by a listing, which who may read objects
    /// mostly may make; who may not is told so only where there is a bucket.
    ///
    /// @throws StorageException.StoreNotFound if there is no bucket
    private void requireBucket() {
        if (bucketSeen.get()) {
            return;
        }
        try {
            call(bearer -> bearer.on(api().objects().list(bucket()))
                    .setMaxResults(1L)
                    .setFields("kind")
                    .execute());
        } catch (AccessDenied e) {
            bucketSeen.set(true);
        }
    }
}
