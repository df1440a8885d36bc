package dev.waybill.adapter.gcs;

import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UserMetadata;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The mark of an upload in parts: an empty object that is there as long as the upload is.
///
/// @param key where the upload's object will be
/// @param id which upload
/// @param ended whether it was completed or aborted, and only has to be cleared away
/// @param generation of the mark's own object
/// @param started when, in milliseconds of the store's clock
record GcsMark(ObjectKey key, UploadId id, boolean ended, long generation, Optional<Long> started) {
    /// The entry by which an object says which upload made it.
    static final String MADE_BY = UserMetadata.RESERVED + "upload";

    private static final String KEY = UserMetadata.RESERVED + "key";
    private static final String STATE = UserMetadata.RESERVED + "state";

    /// What the mark of an upload to `key` has beside its no bytes.
    static Map<String, String> entries(ObjectKey key, boolean ended) {
        return Map.of(KEY, URLEncoder.encode(key.value(), StandardCharsets.UTF_8), STATE, ended ? "ended" : "open");
    }

    /// What the mark `resource` says, if it is one.
    ///
    /// @param marks what the names of marks begin with
    static Optional<GcsMark> of(String marks, StorageObject resource) {
        var entries = GcsMetadata.entries(resource);
        String id = resource.getName()
                .substring(Math.min(marks.length(), resource.getName().length()));
        boolean written = isId(id) && resource.getGeneration() != null;
        return written
                ? key(entries.getOrDefault(KEY, ""))
                        .map(key -> new GcsMark(
                                key,
                                new UploadId(id),
                                "ended".equals(entries.get(STATE)),
                                resource.getGeneration(),
                                Optional.ofNullable(resource.getTimeCreated()).map(DateTime::getValue)))
                : Optional.empty();
    }

    /// Whether `id` is one that this adapter gave: anything else must not become part of a name.
    static boolean isId(String id) {
        return id.matches("[0-9a-f]{32}");
    }

    private static Optional<ObjectKey> key(String text) {
        try {
            return ObjectKey.parse(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    UnfinishedUpload toUpload() {
        return new UnfinishedUpload(key, id, started.map(Instant::ofEpochMilli));
    }
}
