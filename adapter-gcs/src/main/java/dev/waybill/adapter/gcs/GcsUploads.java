package dev.waybill.adapter.gcs;

import com.google.api.services.storage.model.StorageObject;
import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.spi.UploadRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Starts, finds, lists and clears away uploads in parts. `docs/adr` says why they are made as they are.
final class GcsUploads {
    private final GcsStore store;
    private final GcsSender sender;
    private final GcsReads reads;
    private final GcsListing listing;
    private final GcsDeletes deletes;

    GcsUploads(GcsStore store, GcsSender sender, GcsReads reads, GcsListing listing, GcsDeletes deletes) {
        this.store = store;
        this.sender = sender;
        this.reads = reads;
        this.listing = listing;
        this.deletes = deletes;
    }

    @MustBeClosed
    UploadSession open(UploadRequest request) {
        store.name(request.key());
        UploadRules.requirePartBytes(request, GcsLimits.UPLOAD);
        request.checksum().filter(a -> a != ChecksumAlgorithm.CRC32C).ifPresent(algorithm -> {
            throw new NotSupported(
                    store.id(), Optional.of(request.key()), "verifying the whole of an upload by " + algorithm);
        });
        if (request.resume().isPresent()) {
            var id = request.resume().get();
            finishEnding(request.key(), id);
            requireOpen(request.key(), id);
            return new GcsUpload(store, sender, this, request, id);
        }
        var id = new UploadId(UUID.randomUUID().toString().replace("-", ""));
        writeMark(request.key(), id, false, Precondition.ABSENT);
        return new GcsUpload(store, sender, this, request, id);
    }

    private StorageObject writeMark(ObjectKey key, UploadId id, boolean ended, Precondition precondition) {
        var resource =
                GcsMetadata.resource(store.keys().mark(id.value()), Optional.empty(), GcsMark.entries(key, ended));
        return sender.multipart(key, resource, new byte[0], precondition);
    }

    /// The mark of the upload `id` to `key`.
    ///
    /// @throws UploadNotFound if there is none, or the upload has ended
    GcsMark requireOpen(ObjectKey key, UploadId id) {
        return mark(key, id).filter(mark -> !mark.ended()).orElseThrow(() -> new UploadNotFound(store.id(), key, null));
    }

    private Optional<GcsMark> mark(ObjectKey key, UploadId id) {
        if (!GcsMark.isId(id.value())) {
            return Optional.empty();
        }
        try {
            var resource = store.call(
                    key,
                    bearer -> bearer.on(store.api()
                                    .objects()
                                    .get(store.bucket(), store.keys().mark(id.value())))
                            .setFields(GcsMetadata.FIELDS)
                            .execute());
            return GcsMark.of(store.keys().marks(), resource)
                    .filter(mark -> mark.key().equals(key));
        } catch (ObjectNotFound e) {
            return Optional.empty();
        }
    }

    /// What the upload `id` holds, by name.
    @MustBeClosed
    Stream<StorageObject> held(UploadId id) {
        return listing.all(store.keys().parts(id.value()), "name,size,generation,crc32c");
    }

    /// Ends the upload `id`, if there is one: first says so, so that whoever is still sending a part takes it back,
    /// then removes what it holds, and last the mark, so that what is left after a crash can be found.
    void end(ObjectKey key, UploadId id) {
        if (!GcsMark.isId(id.value())) {
            return;
        }
        var mark = mark(key, id);
        if (mark.isPresent() && !mark.get().ended()) {
            writeMark(key, id, true, Precondition.NONE);
        }
        remove(key, id);
        mark(key, id)
                .ifPresent(ended -> deletes.removeOwn(key, Map.of(store.keys().mark(id.value()), ended.generation())));
    }

    /// An upload that was ended by a process which died over it can only be found again by opening it.
    private void finishEnding(ObjectKey key, UploadId id) {
        if (mark(key, id).filter(GcsMark::ended).isPresent()) {
            end(key, id);
        }
    }

    private void remove(ObjectKey key, UploadId id) {
        var own = new HashMap<String, Long>();
        try (var objects = held(id)) {
            objects.forEach(object -> own.put(object.getName(), object.getGeneration()));
        }
        deletes.removeOwn(key, own);
    }

    /// Takes back one object of an upload, for `reason`.
    StorageException takenBack(ObjectKey key, StorageObject object, StorageException reason) {
        return deletes.takenBack(key, object, reason);
    }

    @MustBeClosed
    Stream<UnfinishedUpload> list(KeyPrefix prefix) {
        return listing.all(store.keys().marks(), GcsMetadata.FIELDS)
                .flatMap(resource -> GcsMark.of(store.keys().marks(), resource).stream())
                .map(GcsMark::toUpload)
                .filter(upload -> prefix.covers(upload.key()));
    }

    /// What is at `key`, if the upload `id` made it.
    Optional<StorageObject> madeBy(ObjectKey key, UploadId id) {
        return reads.resource(key, GcsMetadata.FIELDS)
                .filter(object -> id.value().equals(GcsMetadata.entries(object).get(GcsMark.MADE_BY)));
    }
}
