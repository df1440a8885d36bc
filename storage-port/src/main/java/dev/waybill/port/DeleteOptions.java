package dev.waybill.port;

import java.util.Optional;

/// Under which condition an object is removed.
///
/// @param ifMatch the version it must be, if that matters; needs [Capability#DELETE_IF_MATCH]
public record DeleteOptions(Optional<Etag> ifMatch) {
    /// Remove whatever is there.
    public static final DeleteOptions ANY = new DeleteOptions(Optional.empty());

    /// Remove only this version.
    public static DeleteOptions ifMatch(Etag etag) {
        return new DeleteOptions(Optional.of(etag));
    }
}
