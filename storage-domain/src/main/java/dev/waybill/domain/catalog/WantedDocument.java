package dev.waybill.domain.catalog;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.Optional;

/// A document that is to be fetched.
///
/// @param object what the listing said of it
/// @param before which version of it was known; of one that was listed, only if it is that one
/// @param isListed whether a listing showed it; else only its key is known
record WantedDocument(ObjectMetadata object, Optional<DocumentState> before, boolean isListed) {
    static WantedDocument listed(ObjectMetadata object, Optional<DocumentState> before) {
        return new WantedDocument(object, before, true);
    }

    static WantedDocument unlisted(ObjectKey key, Optional<DocumentState> before) {
        return new WantedDocument(ObjectMetadata.of(key, 0, Instant.EPOCH), before, false);
    }

    ObjectKey key() {
        return object.key();
    }
}
