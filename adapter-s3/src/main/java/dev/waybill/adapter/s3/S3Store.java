package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// What all calls of one adapter share: the client, the bucket, and how a request is made and its failure
/// worded. Any number of threads.
final class S3Store {
    private final S3Config config;
    private final S3Connection connection;
    private final Optional<S3Session> session;
    private final S3Errors errors;
    private final S3Keys keys;
    private final S3Headers headers;
    private final StoreId id;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean bucketSeen = new AtomicBoolean();

    S3Store(S3Config config, S3Connection connection, S3Clock clock) {
        this.config = config;
        this.connection = connection;
        this.session = config.credentials().map(source -> new S3Session(source, clock));
        this.errors = new S3Errors(config, clock, session);
        this.keys = new S3Keys(config.basePrefix());
        this.id = config.store();
        this.headers = new S3Headers(id, config.profile(), clock);
    }

    StoreId id() {
        return id;
    }

    S3Client client() {
        return connection.client();
    }

    /// Makes small puts without the client.
    S3SmallPuts puts() {
        return connection.puts();
    }

    String bucket() {
        return config.bucket();
    }

    S3Profile profile() {
        return config.profile();
    }

    S3Keys keys() {
        return keys;
    }

    /// Reads what answers say of objects.
    S3Headers headers() {
        return headers;
    }

    S3Errors errors() {
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
    String name(ObjectKey key) {
        String name = keys.name(key);
        if (name.length() > keys.maxKeyBytes() / 4
                && name.getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            throw new KeyRejected(
                    id,
                    key,
                    "with the prefix " + keys.base() + " it has more than " + ObjectKey.MAX_BYTES + " bytes",
                    null);
        }
        return name;
    }

    /// Makes a request about the whole bucket.
    <T> T call(Supplier<T> request) {
        return call(Optional.empty(), "", request);
    }

    /// Makes a request about one object.
    <T> T call(ObjectKey key, Supplier<T> request) {
        return call(Optional.of(key), "none", request);
    }

    /// Makes a request about one object, under a condition that a refusal words.
    <T> T call(Optional<ObjectKey> key, String condition, Supplier<T> request) {
        if (Thread.currentThread().isInterrupted()) {
            throw errors.cancelled(key, null);
        }
        if (closed.get()) {
            throw closedMeanwhile(key, null);
        }
        return inSession(() -> once(key, condition, request));
    }

    private <T> T inSession(Supplier<T> request) {
        return session.isPresent() ? session.get().call(request) : request.get();
    }

    private <T> T once(Optional<ObjectKey> key, String condition, Supplier<T> request) {
        try {
            T answer = request.get();
            bucketSeen.set(true);
            return answer;
        } catch (AwsServiceException e) {
            var translated = errors.translate(e, key, condition);
            if (translated instanceof ObjectNotFound && !S3Errors.code(e).equals("NoSuchKey")) {
                requireBucket();
            }
            throw translated;
        } catch (SdkException | IllegalStateException e) {
            throw failed(e, key);
        }
    }

    /// Why a request got no answer. Closing breaks connections in ways that look like anything else.
    private RuntimeException failed(RuntimeException e, Optional<ObjectKey> key) {
        if (closed.get() && !Thread.currentThread().isInterrupted()) {
            return closedMeanwhile(key, e);
        }
        if (S3Errors.cause(e, StorageException.class) instanceof StorageException ours) {
            return ours;
        }
        return e instanceof SdkException sdk ? errors.translate(sdk, key, "") : e;
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

    /// Makes sure that an absent object is not an absent bucket, which HEAD does not tell apart. Who may not
    /// ask about the bucket is told 403 where there is one.
    ///
    /// @throws StoreNotFound if there is no bucket
    void requireBucket() {
        if (bucketSeen.get()) {
            return;
        }
        try {
            inSession(() -> once(Optional.empty(), "", () -> client().headBucket(b -> b.bucket(bucket()))));
        } catch (AccessDenied e) {
            if (!(e.getCause() instanceof AwsServiceException refusal) || refusal.statusCode() != 403) {
                throw e;
            }
        } catch (StoreFailure e) {
            if (e.getCause() instanceof AwsServiceException absence && absence.statusCode() == 404) {
                throw errors.storeNotFound(absence);
            }
            throw e;
        }
        bucketSeen.set(true);
    }

    /// Makes sure that an answer is a listing. The SDK reads any document as one in which nothing is listed,
    /// a proxy's page of welcome too.
    ///
    /// @param truncated what every listing says: whether there is more
    void requireListing(@Nullable Boolean truncated) {
        if (truncated == null) {
            throw new StoreFailure(id, Optional.empty(), "what " + config.server() + " answers is no listing", null);
        }
    }

    /// @throws NotSupported if puts do not honour `condition`
    void requirePut(ObjectKey key, Precondition condition) {
        boolean honoured = switch (condition) {
            case Precondition.None none -> true;
            case Precondition.Absent absent -> profile().honours(S3Condition.PUT_ABSENT);
            case Precondition.Matches matches -> profile().honours(S3Condition.PUT_MATCH);
        };
        if (!honoured) {
            throw new NotSupported(id, Optional.of(key), "a put under the condition (" + words(condition) + ")");
        }
    }

    /// @throws NotSupported if completing an upload does not honour `condition`
    void requireComplete(ObjectKey key, Precondition condition, Capability capability) {
        requirePut(key, condition);
        if (!condition.equals(Precondition.NONE) && !profile().honours(S3Condition.COMPLETE)) {
            throw new NotSupported(id, Optional.of(key), capability + " (" + words(condition) + ")");
        }
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
