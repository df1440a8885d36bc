package dev.waybill.adapter.azure;

import dev.waybill.adapter.azure.AzureBlock.Kind;
import dev.waybill.adapter.azure.AzureBlocks.Staged;
import dev.waybill.port.UploadedPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The parts that an upload holds, as its blocks tell.
///
/// @param current of each number the try that counts
/// @param nextAttempt a number that is higher than that of every try so far
record AzureParts(Map<Integer, Part> current, int nextAttempt) {
    /// Nothing put yet.
    static final AzureParts NONE = new AzureParts(Map.of(), 1);

    /// One part that is whole.
    ///
    /// @param block has its bytes, or stands for none
    /// @param crc64 of its bytes
    record Part(AzureBlock block, long crc64) {
        UploadedPart toUploadedPart() {
            return new UploadedPart(
                    block.number(), block.size(), block.etag(), Optional.of(AzureBlock.checksum(crc64)));
        }
    }

    /// The parts of an upload by the blocks of its blob, or empty if there is no such upload.
    static Optional<AzureParts> of(String upload, List<Staged> staged) {
        var own = staged.stream()
                .filter(one -> one.block().upload().equals(upload))
                .toList();
        if (!has(own, Kind.STARTED) || has(own, Kind.ABORTED)) {
            return Optional.empty();
        }
        var receipts = new HashMap<AzureBlock, Long>();
        own.stream()
                .map(Staged::block)
                .filter(block -> block.kind() == Kind.RECEIPT)
                .forEach(receipt -> receipts.put(receipt.as(Kind.UNVERIFIED, 0), receipt.crc64()));
        var current = new TreeMap<Integer, Part>();
        for (var one : own) {
            part(one, receipts).ifPresent(part -> current.merge(part.block().number(), part, AzureParts::later));
        }
        int highest = own.stream().mapToInt(one -> one.block().attempt()).max().orElse(0);
        return Optional.of(new AzureParts(current, highest + 1));
    }

    private static boolean has(List<Staged> blocks, Kind kind) {
        return blocks.stream().anyMatch(one -> one.block().kind() == kind);
    }

    private static Part later(Part one, Part other) {
        return AzureBlock.BY_TRY.compare(one.block(), other.block()) >= 0 ? one : other;
    }

    /// The part that a block is, if it is one, and whole.
    private static Optional<Part> part(Staged one, Map<AzureBlock, Long> receipts) {
        var block = one.block();
        return switch (block.kind()) {
            case PART -> one.size() == block.size() ? Optional.of(new Part(block, block.crc64())) : Optional.empty();
            case UNVERIFIED ->
                one.size() == block.size()
                        ? Optional.ofNullable(receipts.get(block)).map(crc64 -> new Part(block, crc64))
                        : Optional.empty();
            case EMPTY -> Optional.of(new Part(block, block.crc64()));
            case STARTED, ABORTED, RECEIPT, PIECE -> Optional.empty();
        };
    }

    List<UploadedPart> inOrder() {
        return current.values().stream().map(Part::toUploadedPart).toList();
    }
}
