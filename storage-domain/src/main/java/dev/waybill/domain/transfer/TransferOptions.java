package dev.waybill.domain.transfer;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Precondition;
import java.time.Instant;
import java.util.Optional;

/// How one object is moved.
///
/// @param precondition what must be true at the target's key. The store checks it in the same step where it can;
///     where it cannot, a `stat` just before the write does, which leaves a moment between the two
/// @param keepUserMetadata whether the user's own entries go along, where the target keeps them
/// @param wholeChecksum in which algorithm to hash the bytes as they move, for [TransferResult#whole]
/// @param contentModified when the content was last changed, in place of what the source says
/// @param expected what the bytes must have, whatever the source says of them: nothing else gets the target's name
public record TransferOptions(
        Precondition precondition,
        boolean keepUserMetadata,
        Optional<ChecksumAlgorithm> wholeChecksum,
        Optional<Instant> contentModified,
        Optional<Checksum> expected) {

    /// No condition, metadata and time go along, nothing is hashed that verifying does not need.
    public static final TransferOptions DEFAULT =
            new TransferOptions(Precondition.NONE, true, Optional.empty(), Optional.empty(), Optional.empty());

    /// The same under this condition.
    public TransferOptions withPrecondition(Precondition condition) {
        return new TransferOptions(condition, keepUserMetadata, wholeChecksum, contentModified, expected);
    }

    /// The same, leaving the user's own entries behind.
    public TransferOptions withoutUserMetadata() {
        return new TransferOptions(precondition, false, wholeChecksum, contentModified, expected);
    }

    /// The same, hashing in this algorithm.
    public TransferOptions withWholeChecksum(ChecksumAlgorithm algorithm) {
        return new TransferOptions(precondition, keepUserMetadata, Optional.of(algorithm), contentModified, expected);
    }

    /// The same with this time of the content.
    public TransferOptions withContentModified(Instant time) {
        return new TransferOptions(precondition, keepUserMetadata, wholeChecksum, Optional.of(time), expected);
    }

    /// The same, of bytes that have this checksum. In an algorithm that the target cannot verify, and that cannot be
    /// computed as the bytes move, the transfer is refused.
    public TransferOptions withExpected(Checksum checksum) {
        return new TransferOptions(
                precondition, keepUserMetadata, wholeChecksum, contentModified, Optional.of(checksum));
    }
}
