package dev.waybill.domain.catalog;

import java.time.Instant;
import java.util.Optional;

/// Which artifacts or versions are wanted, in which order, and which part of them.
///
/// What is asked of versions (tag, alias, status, times) must all be true of one version; an artifact is wanted if it
/// has such a version.
///
/// @param type of this type
/// @param name whose name matches this, with `*` for any text, `?` for any character and `[a-z]` for one of some
/// @param text whose name has this in it, upper and lower case of ASCII the same
/// @param tag with this tag
/// @param alias named by this alias
/// @param status with this status; `deleted` for those that are deleted and can be restored
/// @param createdFrom saved at this moment or later
/// @param createdBefore saved before this moment
/// @param sort in which order
/// @param descending whether from the last to the first
/// @param offset how many to leave out, 0 or more
/// @param limit how many at most, 1 or more
public record CatalogQuery(
        Optional<String> type,
        Optional<String> name,
        Optional<String> text,
        Optional<String> tag,
        Optional<String> alias,
        Optional<String> status,
        Optional<Instant> createdFrom,
        Optional<Instant> createdBefore,
        Sort sort,
        boolean descending,
        long offset,
        long limit) {
    /// In which order.
    public enum Sort {
        /// By type and name; versions by how well they match.
        NAME,
        /// By when the latest version was saved.
        CREATED,
        /// By the bytes of the latest version.
        SIZE,
        /// By the number of versions.
        VERSIONS
    }

    /// Everything, by type and name.
    public static final CatalogQuery ALL = new CatalogQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Sort.NAME,
            false,
            0,
            Long.MAX_VALUE);

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public CatalogQuery {
        if (offset < 0) {
            throw new IllegalArgumentException("the offset must be 0 or more: " + offset);
        }
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be 1 or more: " + limit);
        }
    }
}
