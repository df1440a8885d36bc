package dev.waybill.adapter.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.model.StorageObject;
import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.NotModified;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.RangeUnsatisfiable;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.spi.VerifiedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads objects and what the store says of them.
///
/// The bytes alone do not come with the user's entries, so what is read is asked about first, and then those
/// bytes are asked for that belong to the version that was told of.
final class GcsReads {
    private static final int NOT_MODIFIED = 304;
    private static final int PARTIAL = 206;

    /// How often an object may be replaced between the two questions before it counts as busy.
    private static final int ROUNDS = 30;

    private final GcsStore store;

    GcsReads(GcsStore store) {
        this.store = store;
    }

    Optional<ObjectMetadata> stat(ObjectKey key) {
        return resource(key, GcsMetadata.FIELDS).map(resource -> GcsMetadata.of(store.id(), key, resource));
    }

    /// These fields of what is at `key`.
    Optional<StorageObject> resource(ObjectKey key, String fields) {
        try {
            return Optional.of(resource(key, fields, Optional.empty(), Optional.empty()));
        } catch (ObjectNotFound e) {
            return Optional.empty();
        }
    }

    /// These fields of what is at `key`, if it meets the conditions.
    ///
    /// @throws ObjectNotFound if there is nothing
    StorageObject resource(ObjectKey key, String fields, Optional<Etag> ifMatch, Optional<Etag> unlessMatch) {
        String condition = ifMatch.map(etag -> "version " + etag).orElse("none");
        String name = store.name(key);
        var resource = store.call(Optional.of(key), condition, bearer -> {
            var request =
                    bearer.on(store.api().objects().get(store.bucket(), name)).setFields(fields);
            ifMatch.ifPresent(etag -> request.setIfGenerationMatch(GcsConditions.generation(etag)));
            unlessMatch.ifPresent(etag -> request.setIfGenerationNotMatch(GcsConditions.generation(etag)));
            try {
                return request.execute();
            } catch (HttpResponseException e) {
                if (e.getStatusCode() == NOT_MODIFIED && unlessMatch.isPresent()) {
                    throw new NotModified(store.id(), key, unlessMatch.get(), e);
                }
                throw e;
            }
        });
        requireVersion(key, resource, ifMatch);
        return resource;
    }

    /// Holds an answer to the condition it was asked for under: not every server knows it.
    private void requireVersion(ObjectKey key, StorageObject resource, Optional<Etag> ifMatch) {
        if (ifMatch.isPresent()
                && !Long.valueOf(GcsConditions.generation(ifMatch.get())).equals(resource.getGeneration())) {
            throw new PreconditionFailed(store.id(), key, "version " + ifMatch.get(), null);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who closes it
    ObjectContent get(ObjectKey key, GetOptions options) {
        for (int round = 0; round < ROUNDS; round++) {
            var resource = resource(key, GcsMetadata.FIELDS, options.ifMatch(), options.unlessMatch());
            var content = open(key, options, GcsMetadata.of(store.id(), key, resource));
            if (content.isPresent()) {
                return content.get();
            }
        }
        throw new StoreUnavailable(
                store.id(), Optional.of(key), Reason.BUSY, "it is replaced all the time", Optional.empty(), null);
    }

    /// The bytes of the version that `metadata` is of, or nothing if it is no more.
    private Optional<ObjectContent> open(ObjectKey key, GetOptions options, ObjectMetadata metadata) {
        var span = options.range()
                .within(metadata.size())
                .orElseThrow(() -> new RangeUnsatisfiable(store.id(), key, options.range(), null));
        if (span.length() == 0) {
            return Optional.of(content(metadata, span, InputStream.nullInputStream()));
        }
        try {
            var response = store.call(key, bearer -> request(key, bearer, metadata, span));
            return Optional.of(content(metadata, span, body(key, response, metadata, span)));
        } catch (ObjectNotFound | PreconditionFailed e) {
            if (options.ifMatch().isPresent()) {
                throw new PreconditionFailed(
                        store.id(), key, "version " + options.ifMatch().get(), e);
            }
            return Optional.empty();
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // handed to the caller, who closes it
    private static ObjectContent content(ObjectMetadata metadata, ByteRange.Span span, InputStream body) {
        return new ObjectContent(metadata, span, body);
    }

    private HttpResponse request(ObjectKey key, GcsBearer bearer, ObjectMetadata metadata, ByteRange.Span span)
            throws IOException {
        var request = bearer.on(store.api().objects().get(store.bucket(), store.name(key)))
                .setIfGenerationMatch(GcsConditions.generation(metadata.etag().orElseThrow()));
        request.setReturnRawInputStream(true);
        // What is stored packed comes as it is stored: its checksums and length are those of what is stored.
        request.getRequestHeaders().setAcceptEncoding("gzip");
        if (span.length() < metadata.size()) {
            request.getRequestHeaders().setRange("bytes=" + span.offset() + "-" + (span.end() - 1));
        }
        return request.executeMedia();
    }

    private VerifiedBody body(ObjectKey key, HttpResponse response, ObjectMetadata metadata, ByteRange.Span span) {
        var answer = new Answer(store, key, response);
        try {
            requireAsked(key, response, metadata, span);
            var expected = span.length() == metadata.size()
                    ? metadata.checksum(ChecksumAlgorithm.CRC32C).or(() -> metadata.checksum(ChecksumAlgorithm.MD5))
                    : Optional.<Checksum>empty();
            return new VerifiedBody(store.id(), key, answer, span.length(), expected);
        } catch (RuntimeException e) {
            answer.abort();
            throw e;
        }
    }

    /// Makes sure that an answer has the bytes that were asked for, of the version that was.
    private void requireAsked(ObjectKey key, HttpResponse response, ObjectMetadata metadata, ByteRange.Span span) {
        boolean partial = span.length() < metadata.size();
        var headers = response.getHeaders();
        String range = "bytes " + span.offset() + "-" + (span.end() - 1) + "/" + metadata.size();
        boolean asked = partial
                ? response.getStatusCode() == PARTIAL && range.equals(headers.getContentRange())
                : response.getStatusCode() == 200;
        Long length = headers.getContentLength();
        if (!asked || (length != null && length != span.length())) {
            throw new StoreFailure(
                    store.id(),
                    Optional.of(key),
                    "the server gives " + response.getStatusCode() + " " + headers.getContentRange() + " with " + length
                            + " bytes for " + range,
                    null);
        }
        String generation = headers.getFirstHeaderStringValue("x-goog-generation");
        if (generation != null && !metadata.etag().map(Etag::value).equals(Optional.of(generation))) {
            throw new PreconditionFailed(
                    store.id(), key, "version " + metadata.etag().orElseThrow(), null);
        }
    }

    /// The body of an answer, and what its failures mean.
    ///
    /// @param store asked for it
    /// @param key whose bytes they are
    /// @param stream the bytes
    private record Answer(GcsStore store, ObjectKey key, InputStream stream) implements VerifiedBody.Answer {
        Answer(GcsStore store, ObjectKey key, HttpResponse response) {
            this(store, key, stream(store, key, response));
        }

        private static InputStream stream(GcsStore store, ObjectKey key, HttpResponse response) {
            try {
                var content = response.getContent();
                return content == null ? InputStream.nullInputStream() : content;
            } catch (IOException e) {
                throw store.network(e, Optional.of(key));
            }
        }

        @Override
        public Optional<StorageException> refusal() {
            if (Thread.currentThread().isInterrupted()) {
                return Optional.of(store.errors().cancelled(Optional.of(key), null));
            }
            return store.isClosed() ? Optional.of(store.closedMeanwhile(Optional.of(key), null)) : Optional.empty();
        }

        @Override
        public StorageException failure(Exception e) {
            return store.network(e, Optional.of(key));
        }

        @Override
        public void abort() {
            try {
                stream.close();
            } catch (IOException e) {
                // The connection is given up either way.
            }
        }
    }
}
