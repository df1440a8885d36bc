package dev.waybill.domain.transfer;

/// How much an engine does at once, and how it cuts large objects.
///
/// @param requestSlots how many streams of bytes may be open at once
/// @param bytesInFlight how many bytes those streams may stand for, together
/// @param preferredPartBytes the length of a part, where the target and the object's size allow it
/// @param multipartThreshold objects larger than this go in parts, where the target offers them
/// @param bufferedBytes objects up to this size are read whole before they are written: their hash is then known
///     beforehand, and a repeated write reads nothing again
public record TransferLimits(
        int requestSlots, long bytesInFlight, long preferredPartBytes, long multipartThreshold, int bufferedBytes) {
    private static final long MEBIBYTE = 1L << 20;

    /// 32 slots, 256 MiB in flight, parts of 16 MiB above 32 MiB, up to 128 KiB buffered.
    public static final TransferLimits DEFAULT =
            new TransferLimits(32, 256 * MEBIBYTE, 16 * MEBIBYTE, 32 * MEBIBYTE, 128 << 10);

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public TransferLimits {
        if (requestSlots < 1) {
            throw new IllegalArgumentException("requestSlots must be 1 or more: " + requestSlots);
        }
        if (bytesInFlight < 1024 || bytesInFlight > MEBIBYTE * MEBIBYTE) {
            throw new IllegalArgumentException("bytesInFlight must be 1 KiB to 1 TiB: " + bytesInFlight);
        }
        if (preferredPartBytes < 1) {
            throw new IllegalArgumentException("preferredPartBytes must be 1 or more: " + preferredPartBytes);
        }
        if (multipartThreshold < 0) {
            throw new IllegalArgumentException("multipartThreshold must be 0 or more: " + multipartThreshold);
        }
        if (bufferedBytes < 0) {
            throw new IllegalArgumentException("bufferedBytes must be 0 or more: " + bufferedBytes);
        }
    }

    /// The same with this many slots.
    public TransferLimits withRequestSlots(int slots) {
        return new TransferLimits(slots, bytesInFlight, preferredPartBytes, multipartThreshold, bufferedBytes);
    }

    /// The same with this budget.
    public TransferLimits withBytesInFlight(long bytes) {
        return new TransferLimits(requestSlots, bytes, preferredPartBytes, multipartThreshold, bufferedBytes);
    }

    /// The same with parts of this length, for objects larger than `threshold`.
    public TransferLimits withParts(long partBytes, long threshold) {
        return new TransferLimits(requestSlots, bytesInFlight, partBytes, threshold, bufferedBytes);
    }

    /// The same with this size up to which objects are buffered.
    public TransferLimits withBufferedBytes(int bytes) {
        return new TransferLimits(requestSlots, bytesInFlight, preferredPartBytes, multipartThreshold, bytes);
    }
}
