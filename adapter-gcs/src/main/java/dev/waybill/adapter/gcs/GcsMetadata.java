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
import dev.waybill.port.spi.KeptMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Object resources of the JSON API, and what they say.
final class GcsMetadata {
    /// What of a resource the port speaks of.
    static final String FIELDS = "name,size,generation,metageneration,timeCreated,crc32c,md5Hash,contentType,metadata";

    /// The same, and what else belongs to the bytes and has to go with a copy of them.
    static final String ALL_FIELDS =
            FIELDS + ",storageClass,cacheControl,contentDisposition,contentEncoding,contentLanguage,customTime";

    static final String DEFAULT_TYPE = "application/octet-stream";

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
        return KeptMetadata.of(entries(resource)).on(plain);
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
