package dev.waybill.domain.catalog;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.Optional;

/// What a sync means to do with a document.
///
/// @param task what
/// @param object what the listing said of it; where it did not show it, only the key counts
/// @param noted when the catalog noted that same version, if it knew it when this was planned
public record PlannedDocument(Task task, ObjectMetadata object, Optional<Instant> noted) {
    /// What is done with a document.
    public enum Task {
        /// It is fetched, and taken in.
        FETCH,
        /// An earlier sync fetched it and did not commit; it is taken in.
        TAKE,
        /// It is a mark, of which only the presence counts.
        MARK,
        /// It is not there any more, and is forgotten.
        REMOVE
    }

    static PlannedDocument unlisted(Task task, ObjectKey key) {
        return of(task, ObjectMetadata.of(key, 0, Instant.EPOCH));
    }

    static PlannedDocument of(Task task, ObjectMetadata object) {
        return new PlannedDocument(task, object, Optional.empty());
    }

    ObjectKey key() {
        return object.key();
    }
}
