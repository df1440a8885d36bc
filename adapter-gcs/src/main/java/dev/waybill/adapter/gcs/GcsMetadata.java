package dev.waybill.adapter.gcs;

import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StoreId;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.spi.KeptMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Object resources of the JSON API, and what they say.
final class GcsMetadata {
    /// What of a resource the port speaks of.
    static final String FIELDS = "name,size,generation,metageneration,timeCreated,crc32c,md5Hash,contentType,metadata";

    /// The same, and what else belongs to the bytes and has to go with a copy of them.
    static final String ALL_FIELDS =
            FIELDS + ",storageClass,cacheControl,contentDisposition,contentEncoding,contentLanguage,customTime";

    static final String DEFAULT_TYPE = "application/octet-stream";

    /// See <https://cloud.google.com/storage-transfer/docs/metadata-preservation>.
    private static final String GSUTIL_MTIME = "goog-reserved-file-mtime";

    private GcsMetadata() {}

    /// A resource to be written.
    static StorageObject resource(@Nullable String name, Optional<String> contentType, Map<String, String> entries) {
        return new StorageObject()
                .setName(name)
                .setContentType(contentType.orElse(DEFAULT_TYPE))
                .setMetadata(entries.isEmpty() ? null : entries);
    }

    /// What `resource` says of the object at `key`.
    ///
    /// @throws StoreFailure if it is no object's
    static ObjectMetadata of(StoreId store, ObjectKey key, StorageObject resource) {
        if (resource.getGeneration() == null || resource.getSize() == null) {
            throw new StoreFailure(
                    store, Optional.of(key), "what the server answers does not say its generation and size", null);
        }
        var plain = new ObjectMetadata(
                key,
                resource.getSize().longValueExact(),
                time(resource.getTimeCreated()),
                Optional.of(new Etag(Long.toString(resource.getGeneration()))),
                Optional.empty(),
                checksums(resource),
                Optional.ofNullable(resource.getContentType()),
                Optional.empty(),
                Optional.empty());
        return kept(resource).on(plain);
    }

    /// Makes sure that a write stored what was sent.
    ///
    /// @throws CorruptContent if the store has other bytes, or does not say which
    static void requireStored(StoreId store, ObjectKey key, StorageObject stored, long length, Checksum crc32c) {
        boolean same = stored.getGeneration() != null
                && stored.getSize() != null
                && stored.getSize().longValueExact() == length
                && crc32c.toBase64().equals(stored.getCrc32c());
        if (!same) {
            throw new CorruptContent(
                    store,
                    key,
                    "sent were " + length + " bytes " + crc32c + ", what arrived was " + stored.getSize() + " bytes "
                            + stored.getCrc32c(),
                    null);
        }
    }

    /// The writer's entries, its own and the adapter's.
    static Map<String, String> entries(StorageObject resource) {
        return resource.getMetadata() == null ? Map.of() : resource.getMetadata();
    }

    /// What a writer kept, ours, rclone's or gsutil's: it is read in this order.
    static KeptMetadata kept(StorageObject resource) {
        var entries = new TreeMap<>(entries(resource));
        Optional<Instant> ofGsutil = Optional.ofNullable(entries.remove(GSUTIL_MTIME))
                .map(seconds -> KeptMetadata.of(Map.of(UserMetadata.MTIME, seconds)))
                .flatMap(KeptMetadata::contentModified);
        var kept = KeptMetadata.of(entries);
        return new KeptMetadata(kept.user(), kept.contentModified().or(() -> ofGsutil), kept.writeId());
    }

    /// The entries that keep `kept`: the time as rclone writes it here, in the form of RFC 3339, and once more in whole
    /// seconds for gsutil and the Storage Transfer Service.
    static Map<String, String> toEntries(KeptMetadata kept) {
        Map<String, String> entries = kept.toEntries();
        kept.contentModified().ifPresent(time -> {
            entries.put(UserMetadata.MTIME, time.toString());
            entries.put(GSUTIL_MTIME, Long.toString(time.getEpochSecond()));
        });
        return entries;
    }

    static Instant time(@Nullable DateTime time) {
        return time == null ? Instant.EPOCH : Instant.ofEpochMilli(time.getValue());
    }

    private static List<Checksum> checksums(StorageObject resource) {
        var checksums = new ArrayList<Checksum>();
        parse(ChecksumAlgorithm.MD5, resource.getMd5Hash()).ifPresent(checksums::add);
        parse(ChecksumAlgorithm.CRC32C, resource.getCrc32c()).ifPresent(checksums::add);
        return checksums;
    }

    /// The checksum that a resource gives in Base64, if it is one.
    static Optional<Checksum> parse(ChecksumAlgorithm algorithm, @Nullable String base64) {
        try {
            return base64 == null ? Optional.empty() : Optional.of(Checksum.ofBase64(algorithm, base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
