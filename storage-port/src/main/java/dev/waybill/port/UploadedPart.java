package dev.waybill.port;

import java.util.Optional;

/// One part that an unfinished upload holds.
///
/// @param number its place, from 1
/// @param size its length in bytes
/// @param etag the token by which [UploadSession#complete] names it
/// @param checksum of the part's own bytes, where it is known
public record UploadedPart(int number, long size, Etag etag, Optional<Checksum> checksum) {
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public UploadedPart {
        if (number < 1 || size < 0) {
            throw new IllegalArgumentException(
                    "a part has a number from 1 and a size from 0: number " + number + ", size " + size);
        }
    }
}
