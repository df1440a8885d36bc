package dev.waybill.adapter.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaders;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What all calls of one adapter share: the connection, the container, and how a request is made and its
/// failure worded. Any number of threads.
final class AzureStore {
    /// Fixed, so that another release of the SDK changes nothing of what the service does.
    private static final String VERSION = "2023-11-03";

    private static final int FIRST_FAILURE = 300;

    private final AzureConfig config;
    private final AzureConnection connection;
    private final AzureClock clock;
    private final AzureErrors errors;
    private final AzureKeys keys;
    private final StoreId id;
    private final String containerUrl;
    private final AtomicBoolean closed = new AtomicBoolean();

    AzureStore(AzureConfig config, AzureConnection connection, AzureClock clock) {
        this.config = config;
        this.connection = connection;
        this.clock = clock;
        this.errors = new AzureErrors(config, clock);
        this.keys = new AzureKeys(config.basePrefix());
        this.id = config.store();
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

    boolean keepsKeyOrder() {
        return config.keyOrder();
    }

    /// Names the object at `from` as the source of a copy in `request`.
    void nameSource(ObjectKey from, AzureRequest request) {
        try {
            connection.copySources().nameIn(request, name(from), url(from));
        } catch (ClientAuthenticationException e) {
            throw closed.get() ? closedMeanwhile(Optional.of(from), e) : errors.ofCredentials(e, Optional.of(from));
        }
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
        var http = request.toHttpRequest();
        http.setHeader(AzureRequest.VERSION, VERSION).setHeader(AzureRequest.DATE, clock.httpDate());
        try {
            return (AzureResponse) connection.pipeline().sendSync(http, request.context());
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

    /// What an answer's headers say of the object at `key`.
    ///
    /// @param md5 the header that has the MD5 of the whole
    ObjectMetadata metadata(ObjectKey key, long size, HttpHeaders headers, String md5) {
        var answer = new AzureAnswer(0, headers, "");
        var own = AzureMetadata.ofHeaders(headers);
        var metadata = new ObjectMetadata(
                key,
                size,
                modified(answer),
                Optional.of(etag(key, answer)),
                Optional.empty(),
                checksums(own, answer.header(md5)),
                answer.header("Content-Type"),
                Optional.empty(),
                Optional.empty());
        return AzureMetadata.kept(own).on(metadata);
    }

    /// The checksums of a whole object: ours, and the service's.
    static List<Checksum> checksums(Map<String, String> metadata, Optional<String> md5) {
        var checksums = new ArrayList<Checksum>();
        AzureMetadata.checksum(metadata).ifPresent(checksums::add);
        md5.flatMap(AzureStore::md5).ifPresent(checksums::add);
        return checksums;
    }

    private static Optional<Checksum> md5(String base64) {
        try {
            return Optional.of(Checksum.ofBase64(ChecksumAlgorithm.MD5, base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// When the object of an answer was written: what the service says, else when it answered.
    Instant modified(AzureAnswer answer) {
        return answer.time("Last-Modified").or(() -> answer.time("Date")).orElseGet(clock::now);
    }

    /// The etag in an answer's header.
    Etag etag(ObjectKey key, AzureAnswer answer) {
        return etag(key, answer.header("ETag").orElse(""));
    }

    /// The etag that a header or an element holds.
    Etag etag(ObjectKey key, String header) {
        return Etag.ofHeader(header)
                .orElseThrow(() -> new StoreFailure(id, Optional.of(key), "it has no usable etag: " + header, null));
    }
}
