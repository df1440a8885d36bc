package dev.waybill.port;

import java.util.Optional;

/// Which bytes of which version [IObjectStorageAdapter#get] opens. Conditions need
/// [Capability#VERSION_TOKENS].
///
/// @param range the bytes
/// @param ifMatch the version it must be, if that matters
/// @param unlessMatch the version that the caller has already and does not want again
/// @param listed whether a listing showed the object not long ago. No condition: whatever is there now is given, or
///     nothing is. A store that would look first whether a file lies there, and no pipe at which opening hangs, may do
///     both at once.
public record GetOptions(ByteRange range, Optional<Etag> ifMatch, Optional<Etag> unlessMatch, boolean listed) {
    /// Every byte of the current version.
    public static final GetOptions WHOLE = of(ByteRange.WHOLE);

    /// @throws IllegalArgumentException if both conditions are named
    public GetOptions {
        if (ifMatch.isPresent() && unlessMatch.isPresent()) {
            throw new IllegalArgumentException("ifMatch and unlessMatch exclude each other");
        }
    }

    /// These bytes of the current version.
    public static GetOptions of(ByteRange range) {
        return new GetOptions(range, Optional.empty(), Optional.empty(), false);
    }

    /// The same with these bytes.
    public GetOptions withRange(ByteRange bytes) {
        return new GetOptions(bytes, ifMatch, unlessMatch, listed);
    }

    /// The same bytes, but only of this version.
    public GetOptions withIfMatch(Etag etag) {
        return new GetOptions(range, Optional.of(etag), unlessMatch, listed);
    }

    /// The same bytes, unless this is the version.
    public GetOptions withUnlessMatch(Etag etag) {
        return new GetOptions(range, ifMatch, Optional.of(etag), listed);
    }

    /// The same, said to have been listed or not.
    public GetOptions withListed(boolean shown) {
        return new GetOptions(range, ifMatch, unlessMatch, shown);
    }
}
