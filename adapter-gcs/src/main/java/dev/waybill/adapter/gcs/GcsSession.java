package dev.waybill.adapter.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One resumable upload, within one call: the object is there once the last byte is, and with the last bytes goes
/// the checksum of all ("Resumable uploads", Cloud Storage documentation).
///
/// Whoever knows the session's address may write to it, so no message and no cause names it. One thread.
final class GcsSession {
    private static final int GOES_ON = 308;

    /// How long giving up may take: nobody waits for more than that, and the store forgets by itself.
    private static final int GIVING_UP_MILLIS = 5_000;

    private final GcsStore store;
    private final GcsSender sender;
    private final ObjectKey key;
    private final Precondition precondition;
    private final String address;

    private GcsSession(GcsStore store, GcsSender sender, ObjectKey key, Precondition precondition, String address) {
        this.store = store;
        this.sender = sender;
        this.key = key;
        this.precondition = precondition;
        this.address = address;
    }

    /// Starts an upload of what `resource` describes.
    static GcsSession start(
            GcsStore store, GcsSender sender, ObjectKey key, StorageObject resource, Precondition precondition) {
        String address = sender.conditional(key, precondition, bearer -> {
            var url = sender.url("resumable");
            GcsSender.condition(url, GcsConditions.generation(precondition));
            var request = store.connection()
                    .request(
                            bearer, "POST", url, new JsonHttpContent(store.api().getJsonFactory(), resource));
            request.getHeaders().set("X-Upload-Content-Type", resource.getContentType());
            var response = sender.execute(request);
            try {
                return Optional.ofNullable(response.getHeaders().getLocation()).orElse("");
            } finally {
                response.ignore();
            }
        });
        if (address.isEmpty()) {
            throw new StoreFailure(store.id(), Optional.of(key), "the server does not say where to upload to", null);
        }
        return new GcsSession(store, sender, key, precondition, address);
    }

    /// What came of a chunk.
    ///
    /// @param object what was stored, if that was the last chunk
    /// @param kept how many bytes the store has of the whole, else
    private record Progress(Optional<StorageObject> object, long kept) {}

    /// Sends a chunk that is not the last, whose length the store's grain divides.
    ///
    /// @param offset where in the whole it begins
    /// @param total the length of the whole, if it is known
    /// @throws StoreUnavailable if the store did not keep all of it
    void send(HttpContent content, long offset, long length, Optional<Long> total) {
        String range = "bytes " + offset + "-" + (offset + length - 1) + "/"
                + total.map(Object::toString).orElse("*");
        var progress = put(content, range, Optional.empty());
        if (progress.object().isPresent() || progress.kept() != offset + length) {
            throw new StoreUnavailable(
                    store.id(),
                    Optional.of(key),
                    Reason.BUSY,
                    "it kept " + progress.kept() + " bytes of the first " + (offset + length),
                    Optional.empty(),
                    null);
        }
    }

    /// Sends the last bytes, and what all bytes hash to.
    StorageObject finish(byte[] tail, long offset, Checksum crc32c) {
        long total = offset + tail.length;
        String range = tail.length == 0 ? "bytes */" + total : "bytes " + offset + "-" + (total - 1) + "/" + total;
        return put(new ByteArrayContent(null, tail), range, Optional.of(crc32c))
                .object()
                .orElseThrow(() -> new StoreUnavailable(
                        store.id(),
                        Optional.of(key),
                        Reason.BUSY,
                        "it did not keep the last bytes",
                        Optional.empty(),
                        null));
    }

    private Progress put(HttpContent content, String range, Optional<Checksum> crc32c) {
        return sender.conditional(key, precondition, bearer -> {
            var request = store.connection().request(bearer, "PUT", new GenericUrl(address), content);
            request.getHeaders().setContentRange(range);
            crc32c.ifPresent(c -> request.getHeaders().set("X-Goog-Hash", "crc32c=" + c.toBase64()));
            request.setThrowExceptionOnExecuteError(false);
            var response = request.execute();
            try {
                return progress(response, bearer);
            } finally {
                response.ignore();
            }
        });
    }

    private Progress progress(HttpResponse response, GcsBearer bearer) throws IOException {
        if (response.isSuccessStatusCode()) {
            return new Progress(Optional.of(response.parseAs(StorageObject.class)), 0);
        }
        if (response.getStatusCode() == GOES_ON) {
            return new Progress(Optional.empty(), kept(response.getHeaders()));
        }
        var wait = Optional.ofNullable(response.getHeaders().getRetryAfter());
        var answer = GcsErrors.Answer.of(response.getStatusCode(), details(response), wait);
        if (answer.status() == 404 || answer.status() == 410) {
            throw new StoreUnavailable(
                    store.id(), Optional.of(key), Reason.BUSY, "it gave the upload up", Optional.empty(), null);
        }
        throw store.answered(answer, Optional.of(key), GcsConditions.words(precondition), bearer, null);
    }

    private @Nullable GoogleJsonError details(HttpResponse response) {
        try {
            return GoogleJsonError.parse(store.api().getJsonFactory(), response);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static long kept(HttpHeaders headers) {
        String range = headers.getRange();
        return range != null && range.matches("bytes=0-[0-9]{1,18}")
                ? Long.parseLong(range.substring("bytes=0-".length())) + 1
                : 0;
    }

    /// Gives the upload up, for `reason`, interrupted or not. The store forgets it by itself after a week.
    void abandon(RuntimeException reason) {
        if (store.isClosed()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            store.call(key, bearer -> {
                var request = store.connection().request(bearer, "DELETE", new GenericUrl(address), null);
                request.setThrowExceptionOnExecuteError(false)
                        .setConnectTimeout(GIVING_UP_MILLIS)
                        .setReadTimeout(GIVING_UP_MILLIS);
                request.execute().ignore();
                return true;
            });
        } catch (StorageException | IllegalStateException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
