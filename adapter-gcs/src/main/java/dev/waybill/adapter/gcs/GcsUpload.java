package dev.waybill.adapter.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpContent;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.spi.KeptMetadata;
import dev.waybill.port.spi.SourceBody;
import dev.waybill.port.spi.UploadRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One upload whose parts are objects of their own, which completion composes. Any number of threads.
final class GcsUpload implements UploadSession {
    private final GcsStore store;
    private final GcsSender sender;
    private final GcsUploads uploads;
    private final GcsComposer composer;
    private final UploadRequest request;
    private final UploadId id;

    GcsUpload(GcsStore store, GcsSender sender, GcsUploads uploads, UploadRequest request, UploadId id) {
        this.store = store;
        this.sender = sender;
        this.uploads = uploads;
        this.composer = new GcsComposer(store, request.key());
        this.request = request;
        this.id = id;
    }

    @Override
    public ObjectKey key() {
        return request.key();
    }

    @Override
    public UploadId id() {
        return id;
    }

    private String partName(int number) {
        return store.keys().parts(id.value()) + "%05d".formatted(number);
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        store.requireOpen();
        long length = UploadRules.requirePart(request, GcsLimits.UPLOAD, number, source);
        try (InputStream in = SourceBody.open(store.id(), key(), source)) {
            var body =
                    new SourceBody(store.id(), key(), in, length, Set.of(ChecksumAlgorithm.CRC32C), Optional.empty());
            var stored = send(number, body, length);
            var crc32c = body.checksum(ChecksumAlgorithm.CRC32C);
            try {
                GcsMetadata.requireStored(store.id(), key(), stored, length, crc32c);
                uploads.requireOpen(key(), id);
            } catch (StorageException e) {
                throw uploads.takenBack(key(), stored, e);
            }
            return new UploadedPart(number, length, GcsCopies.etag(stored), Optional.of(crc32c));
        } catch (IOException e) {
            throw new SourceFailed(store.id(), key(), "it could not be closed: " + e.getMessage(), e);
        }
    }

    private StorageObject send(int number, SourceBody body, long length) {
        try {
            return sender.media(key(), partName(number), content(body, length));
        } catch (StorageException e) {
            throw body.failure().orElse(e);
        }
    }

    /// Small parts are read first: a source that fails then costs no request.
    private HttpContent content(SourceBody body, long length) {
        if (length > GcsWrites.BUFFERED_BYTES) {
            return new SourceContent(body, length, GcsMetadata.DEFAULT_TYPE);
        }
        try {
            byte[] bytes = body.readNBytes((int) length);
            if (body.read() >= 0) {
                throw new IOException("the source goes on");
            }
            return new ByteArrayContent(GcsMetadata.DEFAULT_TYPE, bytes);
        } catch (IOException e) {
            throw body.failure().orElseGet(() -> new SourceFailed(store.id(), key(), String.valueOf(e), e));
        }
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        throw new StorageException.NotSupported(store.id(), Optional.of(key()), "parts that are ranges of an object");
    }

    @Override
    public List<UploadedPart> parts() {
        store.requireOpen();
        uploads.requireOpen(key(), id);
        var parts = new ArrayList<UploadedPart>();
        try (var objects = uploads.held(id)) {
            objects.forEach(object -> number(object).ifPresent(number -> parts.add(uploaded(number, object))));
        }
        return List.copyOf(parts);
    }

    /// The number of the part that `object` is, if it is one.
    private Optional<Integer> number(StorageObject object) {
        String rest = object.getName().substring(store.keys().parts(id.value()).length());
        return rest.matches("[0-9]{5}") ? Optional.of(Integer.parseInt(rest)) : Optional.empty();
    }

    private static UploadedPart uploaded(int number, StorageObject object) {
        return new UploadedPart(
                number,
                object.getSize().longValueExact(),
                GcsCopies.etag(object),
                GcsMetadata.parse(ChecksumAlgorithm.CRC32C, object.getCrc32c()));
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        store.requireOpen();
        UploadRules.requireWhole(request, whole);
        uploads.requireOpen(key(), id);
        UploadRules.requireOrder(store.id(), request, parts);
        var combined = UploadRules.combine(held(parts));
        if (whole.isPresent() && !combined.equals(whole)) {
            throw new CorruptContent(
                    store.id(),
                    key(),
                    "expected " + whole.get() + ", the parts are "
                            + combined.map(Checksum::toString).orElse("not known"),
                    null);
        }
        var object = compose(parts, combined);
        try {
            uploads.end(key(), id);
        } catch (StorageException e) {
            // The object is there, whole. What is left of the upload shows among the unfinished ones.
        }
        return GcsMetadata.of(store.id(), key(), object);
    }

    /// The named parts as the store holds them.
    ///
    /// @throws UploadPartsRejected if it holds others
    private List<UploadedPart> held(List<UploadedPart> named) {
        var held = new HashMap<Integer, UploadedPart>();
        parts().forEach(part -> held.put(part.number(), part));
        return named.stream()
                .map(part -> {
                    var there = held.get(part.number());
                    if (there == null || !there.etag().equals(part.etag()) || there.size() != part.size()) {
                        throw new UploadPartsRejected(
                                store.id(), key(), "part " + part.number() + " is not what the store holds", null);
                    }
                    return there;
                })
                .toList();
    }

    private StorageObject compose(List<UploadedPart> parts, Optional<Checksum> combined) {
        var options = request.options();
        var entries = GcsMetadata.toEntries(KeptMetadata.of(options));
        entries.put(GcsMark.MADE_BY, id.value());
        var resource = GcsMetadata.resource(store.name(key()), options.contentType(), entries);
        var sources = parts.stream()
                .map(part -> new GcsComposer.Source(partName(part.number()), GcsConditions.generation(part.etag())))
                .toList();
        try {
            var object = composer.compose(
                    sources, store.keys().parts(id.value()) + "joined/", resource, options.precondition());
            requireWhole(object, parts, combined);
            return object;
        } catch (PreconditionFailed e) {
            // What is there may be what an earlier attempt of this very upload made, whose answer was lost.
            return uploads.madeBy(key(), id).orElseThrow(() -> e);
        } catch (ObjectNotFound e) {
            uploads.requireOpen(key(), id);
            throw new UploadPartsRejected(store.id(), key(), "a part was put again or removed meanwhile", e);
        }
    }

    private void requireWhole(StorageObject object, List<UploadedPart> parts, Optional<Checksum> combined) {
        long size = parts.stream().mapToLong(UploadedPart::size).sum();
        boolean same = object.getSize() != null
                && object.getSize().longValueExact() == size
                && combined.map(Checksum::toBase64)
                        .filter(c -> !c.equals(object.getCrc32c()))
                        .isEmpty();
        if (!same) {
            throw uploads.takenBack(
                    key(),
                    object,
                    new CorruptContent(
                            store.id(),
                            key(),
                            "the parts are " + size + " bytes " + combined + ", what was composed " + object.getSize()
                                    + " bytes " + object.getCrc32c(),
                            null));
        }
    }

    @Override
    public void abort() {
        store.requireOpen();
        uploads.end(key(), id);
    }

    @Override
    public void close() {
        // The upload lives in the store; nothing of it is held here.
    }
}
