package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Versions of an object to plan with.
final class Samples {
    static final ObjectKey KEY = ObjectKey.of("a/b");
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Checksum CHECKSUM = new Checksum(ChecksumAlgorithm.CRC32C, "00000001");

    private Samples() {}

    static ObjectMetadata version(long size, Instant modified, String etag) {
        return version(KEY, size, modified, etag);
    }

    static ObjectMetadata version(ObjectKey key, long size, Instant modified, String etag) {
        return ObjectMetadata.of(key, size, modified).withEtag(new Etag(etag)).withContentModified(modified);
    }

    static ObjectMetadata withoutToken(long size, Instant modified) {
        return ObjectMetadata.of(KEY, size, modified).withContentModified(modified);
    }

    /// That these two had the same content, noted long after they were written.
    static SyncedObject synced(ObjectMetadata local, ObjectMetadata remote, Optional<Checksum> checksum) {
        return new SyncedObject(
                local.key(),
                local.size(),
                SyncedVersion.of(local),
                SyncedVersion.of(remote),
                checksum,
                NOON.plus(Duration.ofDays(1)),
                "run");
    }
}
