package dev.waybill.domain.transfer;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.util.List;
import java.util.Optional;

/// The checksums of the parts of one version of an object, kept so that a later version moves only the parts in which
/// it
/// differs.
///
/// @param store where the version is
/// @param key its key there
/// @param version its token: of any other version this says nothing
/// @param size its length in bytes
/// @param partBytes the length of every part but the last
/// @param sums one for each part, in order, all in one algorithm
public record PartSums(StoreId store, ObjectKey key, Etag version, long size, long partBytes, List<Checksum> sums) {
    /// Shorter ones are alike by accident too often to decide what need not move.
    private static final int LEAST_BYTES = 8;

    /// @throws IllegalArgumentException if the number of sums is not that of the parts, or their algorithms differ
    public PartSums {
        sums = List.copyOf(sums);
        if (partBytes < 1 || sums.isEmpty() || sums.size() != Math.ceilDiv(size, partBytes)) {
            throw new IllegalArgumentException(sums.size() + " sums of " + key + " are not those of parts of "
                    + partBytes + " of " + size + " bytes");
        }
        if (sums.stream().map(Checksum::algorithm).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "the sums of the parts of " + key + " must be in one algorithm: " + sums);
        }
    }

    /// Whether checksums of this algorithm are good for telling what need not move.
    static boolean isGood(ChecksumAlgorithm algorithm) {
        return algorithm.bytes() >= LEAST_BYTES;
    }

    /// In which algorithm the sums are.
    public ChecksumAlgorithm algorithm() {
        return sums.getFirst().algorithm();
    }

    /// The checksum of the part of this number, if it has this length.
    Optional<Checksum> of(int number, long length) {
        boolean there = number <= sums.size() && Math.min(partBytes, size - (number - 1) * partBytes) == length;
        return there ? Optional.of(sums.get(number - 1)) : Optional.empty();
    }
}
