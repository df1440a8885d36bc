package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.VersionTick;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.FileIdentity;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StoreId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads a file for its checksum only if it changed since it was last read for it. Any number of threads may call it.
///
/// A file is known again by its number, size, mtime and ctime. Clocks of file systems go on in steps, so an edit in the
/// step in which the file was read would leave all of that as it was: what was touched less than a step before it was
/// read is not kept, and read again next time.
final class HashCache {
    private final Map<StoreId, FileIdentities> files;
    private final FileHashes hashes;
    private final Clock clock;

    /// @param files of each store that is a folder, what tells its files from one another
    HashCache(Map<StoreId, FileIdentities> files, FileHashes hashes, Clock clock) {
        this.files = Map.copyOf(files);
        this.hashes = hashes;
        this.clock = clock;
    }

    /// The checksum of `version`.
    ///
    /// @param reading reads it from the content of that very version
    Checksum of(StoreId store, ObjectMetadata version, ChecksumAlgorithm algorithm, Supplier<Checksum> reading) {
        Optional<FileIdentity> found =
                Optional.ofNullable(files.get(store)).flatMap(identities -> identities.of(version));
        if (found.isEmpty()) {
            return reading.get();
        }
        FileIdentity file = found.get();
        return hashes.find(file, algorithm).orElseGet(() -> {
            Instant begin = clock.instant();
            Checksum read = reading.get();
            if (!VersionTick.OF_FILES.isRacy(file.touched(), begin)) {
                hashes.add(file, read, begin);
            }
            return read;
        });
    }
}
