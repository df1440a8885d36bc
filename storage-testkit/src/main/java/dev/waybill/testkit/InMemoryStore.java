package dev.waybill.testkit;

import dev.waybill.port.Etag;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.NameRules;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The bytes behind any number of [InMemoryAdapter]s. Any thread may call; every method is one step.
final class InMemoryStore {
    /// One version of one object.
    @SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
    record Version(ObjectMetadata metadata, byte[] bytes) {}

    /// One part of an unfinished upload.
    @SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
    record Part(byte[] bytes, Etag etag) {}

    /// An upload that is neither completed nor aborted; `parts` is guarded by the store.
    record Upload(UnfinishedUpload about, UploadRequest request, NavigableMap<Integer, Part> parts) {}

    private final StoreId id;
    private final InMemoryNames names;
    private final Clock clock;
    private final NavigableMap<ObjectKey, Version> objects = new TreeMap<>();
    private final Map<UploadId, Upload> uploads = new LinkedHashMap<>();
    private long tokens;

    InMemoryStore(StoreId id, Clock clock, NameRules rules) {
        this.id = id;
        this.names = new InMemoryNames(id, rules);
        this.clock = clock;
    }

    StoreId id() {
        return id;
    }

    synchronized Optional<Version> version(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /// Makes `bytes` the object that `draft` describes, if the condition holds.
    synchronized ObjectMetadata write(ObjectMetadata draft, byte[] bytes, Precondition condition) {
        names.requireFree(draft.key(), objects.keySet());
        require(draft.key(), condition);
        var metadata = stamped(draft).withEtag(nextEtag());
        objects.put(draft.key(), new Version(metadata, bytes));
        return metadata;
    }

    private ObjectMetadata stamped(ObjectMetadata draft) {
        Instant now = clock.instant();
        return new ObjectMetadata(
                draft.key(),
                draft.size(),
                now,
                draft.etag(),
                draft.contentModified(),
                draft.checksums(),
                draft.contentType(),
                draft.userMetadata(),
                draft.writeId());
    }

    /// @throws PreconditionFailed if what is at `key` does not meet the condition
    synchronized void require(ObjectKey key, Precondition condition) {
        var current =
                Optional.ofNullable(objects.get(key)).flatMap(v -> v.metadata().etag());
        switch (condition) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> {
                if (objects.containsKey(key)) {
                    throw new PreconditionFailed(id, key, "absent", null);
                }
            }
            case Precondition.Matches matches -> {
                if (!current.equals(Optional.of(matches.etag()))) {
                    throw new PreconditionFailed(id, key, "version " + matches.etag(), null);
                }
            }
        }
    }

    synchronized void delete(ObjectKey key, Optional<Etag> ifMatch) {
        if (objects.containsKey(key)) {
            ifMatch.ifPresent(etag -> require(key, Precondition.matches(etag)));
            objects.remove(key);
        }
    }

    /// Up to `count` objects under the prefix behind `after`, in key order or in its reverse.
    synchronized List<ObjectMetadata> page(KeyPrefix prefix, Optional<ObjectKey> after, int count, boolean ascending) {
        var page = new ArrayList<ObjectMetadata>();
        var ordered = ascending ? objects : objects.descendingMap();
        var candidates = after.map(key -> ordered.tailMap(key, false)).orElse(ordered);
        for (var version : candidates.values()) {
            if (page.size() == count) {
                break;
            }
            if (prefix.covers(version.metadata().key())) {
                page.add(version.metadata());
            }
        }
        return page;
    }

    synchronized Upload startUpload(UploadRequest request) {
        tokens++;
        var about = new UnfinishedUpload(
                request.key(),
                new UploadId("upload-" + tokens),
                Optional.of(clock.instant()),
                OptionalLong.of(request.partBytes()),
                request.checksum());
        var upload = new Upload(about, request, new TreeMap<>());
        uploads.put(about.id(), upload);
        return upload;
    }

    synchronized Optional<Upload> upload(UploadId uploadId) {
        return Optional.ofNullable(uploads.get(uploadId));
    }

    synchronized List<UnfinishedUpload> uploads() {
        return uploads.values().stream().map(Upload::about).toList();
    }

    synchronized void removeUpload(UploadId uploadId) {
        uploads.remove(uploadId);
    }

    synchronized Etag nextEtag() {
        tokens++;
        return new Etag("v" + tokens);
    }
}
