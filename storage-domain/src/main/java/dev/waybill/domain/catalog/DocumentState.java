package dev.waybill.domain.catalog;

import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.Optional;

/// Which version of a document a catalog knows, and how that went.
///
/// @param key where it lies
/// @param etag the version's token, where the store gives one
/// @param size its length in bytes
/// @param modified when the store took it
/// @param settled whether a later version is sure to show as another one
/// @param noted when it was fetched, by the clock here
/// @param flaw what is wrong with it
public record DocumentState(
        ObjectKey key,
        Optional<Etag> etag,
        long size,
        Instant modified,
        boolean settled,
        Instant noted,
        Optional<Flaw> flaw) {

    /// Why a document cannot be used, or not all of it.
    ///
    /// @param kind what follows from it
    /// @param detail in words
    public record Flaw(Kind kind, String detail) {
        /// What follows from a flaw.
        public enum Kind {
            /// Some entries were left out; the rest is used.
            PARTLY,
            /// It is no document that can be used; what was known before stays.
            UNUSABLE,
            /// It is longer than what was to be fetched; what was known before stays.
            TOO_LONG,
            /// It could not be read; the next sync tries again.
            UNREADABLE
        }
    }

    /// A document that is only looked for.
    static DocumentState present(ObjectMetadata object, Instant noted) {
        return new DocumentState(
                object.key(), object.etag(), object.size(), object.modified(), true, noted, Optional.empty());
    }

    /// Whether a listing shows the version that is known.
    boolean isVersionOf(ObjectMetadata listed) {
        if (etag.isPresent() && listed.etag().isPresent()) {
            return etag.equals(listed.etag());
        }
        return size == listed.size() && modified.equals(listed.modified());
    }

    boolean has(Flaw.Kind kind) {
        return flaw.filter(each -> each.kind() == kind).isPresent();
    }
}
