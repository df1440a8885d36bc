package dev.waybill.port;

import java.util.Optional;

/// Which bytes of which version [IObjectStorageAdapter#get] opens. Conditions need
/// [Capability#VERSION_TOKENS].
///
/// @param range the bytes
/// @param ifMatch the version it must be, if that matters
/// @param unlessMatch the version that the caller has already and does not want again
public record GetOptions(ByteRange range, Optional<Etag> ifMatch, Optional<Etag> unlessMatch) {
    /// Every byte of the current version.
    public static final GetOptions WHOLE = new GetOptions(ByteRange.WHOLE, Optional.empty(), Optional.empty());

    /// @throws IllegalArgumentException if both conditions are named
    public GetOptions {
        if (ifMatch.isPresent() && unlessMatch.isPresent()) {
            throw new IllegalArgumentException("ifMatch and unlessMatch exclude each other");
        }
    }

    /// These bytes of the current version.
    public static GetOptions of(ByteRange range) {
        return new GetOptions(range, Optional.empty(), Optional.empty());
    }

    /// The same bytes, but only of this version.
    public GetOptions withIfMatch(Etag etag) {
        return new GetOptions(range, Optional.of(etag), unlessMatch);
    }

    /// The same bytes, unless this is the version.
    public GetOptions withUnlessMatch(Etag etag) {
        return new GetOptions(range, ifMatch, Optional.of(etag));
    }
}
