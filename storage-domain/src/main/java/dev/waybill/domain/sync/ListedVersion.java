package dev.waybill.domain.sync;

import dev.waybill.port.ObjectMetadata;
import java.time.temporal.ChronoUnit;

/// Whether what is at a key now is what was listed there.
final class ListedVersion {
    private ListedVersion() {}

    /// By their tokens, or where there are none, by size and time; times to the second, as some stores list
    /// them less exactly than they tell them of one object.
    static boolean isStill(ObjectMetadata listed, ObjectMetadata now) {
        if (listed.etag().isPresent() && now.etag().isPresent()) {
            return listed.etag().equals(now.etag());
        }
        return listed.size() == now.size()
                && listed.modified()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .equals(now.modified().truncatedTo(ChronoUnit.SECONDS));
    }
}
