package dev.waybill.domain.transfer;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// By which checksums the bytes of one transfer are verified: what the source says of them, what is hashed as they
/// move, and what the target is asked to check. Nothing is hashed here that the target verifies anyway.
///
/// @param transfer what is moved
/// @param source the source's metadata, with every checksum it told
/// @param byTarget in which algorithms the target can verify what it is given
/// @param computed what is hashed as the bytes move
/// @param forTarget what the target's write must match, if it can verify it
record Verification(
        Transfer transfer,
        ObjectMetadata source,
        Set<ChecksumAlgorithm> byTarget,
        Set<ChecksumAlgorithm> computed,
        Optional<Checksum> forTarget) {
    private static final List<ChecksumAlgorithm> CHEAPEST_FIRST = List.of(
            ChecksumAlgorithm.CRC32C,
            ChecksumAlgorithm.CRC32,
            ChecksumAlgorithm.CRC32PAIR,
            ChecksumAlgorithm.CRC64NVME,
            ChecksumAlgorithm.SHA256,
            ChecksumAlgorithm.SHA1,
            ChecksumAlgorithm.MD5);

    /// For an object that is read and written in one piece.
    static Verification ofWhole(Transfer transfer, ObjectMetadata source) {
        return of(transfer, source, transfer.target().capabilities().checksums(), any -> true);
    }

    /// For an object whose parts move at the same time: only hashes that can be combined can be computed.
    static Verification ofParts(Transfer transfer, ObjectMetadata source) {
        return of(transfer, source, transfer.target().capabilities().uploadChecksums(), ContentHasher::isCombinable);
    }

    /// For an object that its store copies: nothing passes here that could be hashed.
    static Verification ofCopy(Transfer transfer, ObjectMetadata source) {
        return new Verification(transfer, source, Set.of(), Set.of(), Optional.empty());
    }

    private static Verification of(
            Transfer transfer,
            ObjectMetadata told,
            Set<ChecksumAlgorithm> byTarget,
            Predicate<ChecksumAlgorithm> computable) {
        Optional<Checksum> must = transfer.options().expected();
        must.map(Checksum::algorithm)
                .filter(algorithm -> !byTarget.contains(algorithm) && !computable.test(algorithm))
                .ifPresent(algorithm -> refuse(transfer, algorithm));
        ObjectMetadata source = must.map(checksum -> replacing(told, checksum)).orElse(told);
        var wanted = must.map(Checksum::algorithm).or(() -> transfer.options().wholeChecksum());
        Optional<Checksum> expected = wanted.flatMap(source::checksum)
                .filter(c -> byTarget.contains(c.algorithm()) || computable.test(c.algorithm()))
                .or(() -> cheapest(source, byTarget::contains))
                .or(() -> cheapest(source, computable));
        var computed = EnumSet.noneOf(ChecksumAlgorithm.class);
        wanted.filter(computable).ifPresent(computed::add);
        expected.map(Checksum::algorithm).filter(computable).ifPresent(computed::add);
        Optional<Checksum> forTarget = expected.filter(c -> byTarget.contains(c.algorithm()));
        forTarget.ifPresent(c -> computed.remove(c.algorithm()));
        return new Verification(transfer, source, byTarget, computed, forTarget);
    }

    private static void refuse(Transfer transfer, ChecksumAlgorithm algorithm) {
        throw new StorageException.NotSupported(
                transfer.target().store(),
                Optional.of(transfer.to()),
                "to verify the " + algorithm + " of an object that goes in this way");
    }

    private static ObjectMetadata replacing(ObjectMetadata told, Checksum checksum) {
        var checksums = new ArrayList<>(told.checksums());
        checksums.removeIf(each -> each.algorithm() == checksum.algorithm());
        checksums.add(checksum);
        return told.withChecksums(checksums);
    }

    private static Optional<Checksum> cheapest(ObjectMetadata source, Predicate<ChecksumAlgorithm> condition) {
        if (source.checksums().isEmpty()) {
            return Optional.empty();
        }
        return CHEAPEST_FIRST.stream()
                .filter(condition)
                .flatMap(algorithm -> source.checksum(algorithm).stream())
                .findFirst();
    }

    /// In which algorithm the target will be given the checksum that its write must match, if in any.
    Optional<ChecksumAlgorithm> demanded() {
        return forTarget
                .map(Checksum::algorithm)
                .or(() -> computed.stream().filter(byTarget::contains).findFirst());
    }

    /// What the target's write must match: what the source said, else what was hashed before the write.
    Optional<Checksum> demand(List<Checksum> hashed) {
        return forTarget.or(() ->
                hashed.stream().filter(c -> byTarget.contains(c.algorithm())).findFirst());
    }

    /// @throws StorageException.CorruptContent if the bytes that moved are not those the source speaks of
    void requireMoved(List<Checksum> hashed) {
        for (Checksum found : hashed) {
            Optional<Checksum> said = source.checksum(found.algorithm());
            if (said.isPresent() && !said.get().equals(found)) {
                throw new StorageException.CorruptContent(
                        transfer.source().store(),
                        source.key(),
                        "the store says " + said.get() + ", its bytes have " + found,
                        null);
            }
        }
    }

    /// Whether what the target says it stored is what moved; if it is not, that is removed.
    ///
    /// @throws StorageException.CorruptContent if it is not
    void requireStored(ObjectMetadata stored, List<Checksum> hashed) {
        if (stored.size() != source.size()) {
            refuse(stored, "it has " + stored.size() + " bytes, " + source.size() + " were moved");
        }
        var known = new ArrayList<>(hashed);
        known.addAll(source.checksums());
        for (Checksum right : known) {
            Optional<Checksum> said = stored.checksum(right.algorithm());
            if (said.isPresent() && !said.get().equals(right)) {
                refuse(stored, "the store says " + said.get() + ", the bytes moved have " + right);
            }
        }
    }

    /// Removes the wrong object that was stored, and says what is wrong with it.
    void refuse(ObjectMetadata stored, String detail) {
        var corrupt = new StorageException.CorruptContent(transfer.target().store(), transfer.to(), detail, null);
        try {
            new StoredObject(transfer.target(), stored).remove();
        } catch (StorageException e) {
            corrupt.addSuppressed(e);
        }
        throw corrupt;
    }

    /// The checksum of the whole that the result tells.
    Optional<Checksum> whole(List<Checksum> hashed) {
        var wanted = transfer.options()
                .expected()
                .map(Checksum::algorithm)
                .or(() -> transfer.options().wholeChecksum());
        return wanted.flatMap(algorithm -> in(algorithm, hashed).or(() -> source.checksum(algorithm)))
                .or(() -> forTarget)
                .or(() -> hashed.stream().findFirst());
    }

    private static Optional<Checksum> in(ChecksumAlgorithm algorithm, List<Checksum> checksums) {
        return checksums.stream().filter(c -> c.algorithm() == algorithm).findFirst();
    }
}
