package dev.waybill.port;

/// The bounds of an upload in parts.
///
/// @param minPartBytes the least a part may have, but the last, 1 or more
/// @param maxPartBytes the most a part may have
/// @param maxParts how many parts an upload may have, 1 or more; parts are numbered from 1
public record UploadLimits(long minPartBytes, long maxPartBytes, int maxParts) {
    private static final long MEBIBYTE = 1L << 20;

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public UploadLimits {
        if (minPartBytes < 1 || maxPartBytes < minPartBytes || maxParts < 1) {
            throw new IllegalArgumentException("not the limits of an upload: parts of " + minPartBytes + " to "
                    + maxPartBytes + " bytes, at most " + maxParts);
        }
    }

    /// The part size for an object of `objectBytes`: `preferred` within the bounds where the object fits so,
    /// else the least whole number of MiB in which it fits.
    ///
    /// @throws IllegalArgumentException if no allowed part size is large enough
    public long partBytesFor(long objectBytes, long preferred) {
        long needed = Math.ceilDiv(objectBytes, (long) maxParts);
        if (needed > maxPartBytes) {
            throw new IllegalArgumentException(
                    objectBytes + " bytes do not fit " + maxParts + " parts of at most " + maxPartBytes + " bytes");
        }
        long wished = Math.clamp(preferred, minPartBytes, maxPartBytes);
        return needed <= wished ? wished : Math.min(Math.ceilDiv(needed, MEBIBYTE) * MEBIBYTE, maxPartBytes);
    }
}
