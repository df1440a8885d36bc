package dev.waybill.testkit;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StoreId;
import dev.waybill.port.UserMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The metadata that an object in memory is to have, all but its version and its time in the store.
record Drafts(StoreId store, Capabilities capabilities) {
    private static final int NANOS = 1_000_000_000;

    /// @param expected what the bytes must hash to, if anything
    /// @throws CorruptContent if they do not
    ObjectMetadata of(ObjectKey key, byte[] bytes, PutOptions options, Optional<Checksum> expected) {
        return new ObjectMetadata(
                key,
                bytes.length,
                Instant.EPOCH,
                Optional.empty(),
                options.contentModified().map(this::kept),
                checksums(key, bytes, expected),
                options.contentType(),
                capabilities.has(Capability.USER_METADATA) ? Optional.of(options.userMetadata()) : Optional.empty(),
                options.writeId());
    }

    ObjectMetadata ofCopy(ObjectKey to, ObjectMetadata source, CopyOptions options) {
        Optional<UserMetadata> userMetadata = options.userMetadata().or(source::userMetadata);
        return new ObjectMetadata(
                to,
                source.size(),
                Instant.EPOCH,
                Optional.empty(),
                options.contentModified().map(this::kept).or(source::contentModified),
                source.checksums(),
                options.contentType().or(source::contentType),
                userMetadata,
                options.writeId());
    }

    private List<Checksum> checksums(ObjectKey key, byte[] bytes, Optional<Checksum> expected) {
        var checksums = new LinkedHashSet<Checksum>();
        if (capabilities.checksums().contains(ChecksumAlgorithm.SHA256)) {
            checksums.add(ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes));
        }
        expected.ifPresent(wanted -> {
            var found = ContentHasher.hash(wanted.algorithm(), bytes);
            if (!found.equals(wanted)) {
                throw new CorruptContent(store, key, "expected " + wanted + ", found " + found, null);
            }
            checksums.add(found);
        });
        return List.copyOf(checksums);
    }

    /// `time`, cut down to the precision in which the store keeps it.
    private Instant kept(Instant time) {
        Duration precision = capabilities.modifiedPrecision().orElseThrow();
        if (precision.toSeconds() > 0) {
            long seconds = time.getEpochSecond();
            return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, precision.toSeconds()));
        }
        return time.minusNanos(time.getNano() % Math.clamp(precision.toNanos(), 1, NANOS));
    }
}
