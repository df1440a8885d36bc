package dev.waybill.adapter.gcs;

import dev.waybill.port.Etag;
import dev.waybill.port.Precondition;
import org.jspecify.annotations.Nullable;

/// The port's conditions as Google words them: by the generation of an object that must be live.
final class GcsConditions {
    private GcsConditions() {}

    /// `condition` for a message.
    static String words(Precondition condition) {
        return switch (condition) {
            case Precondition.None none -> "none";
            case Precondition.Absent absent -> "absent";
            case Precondition.Matches matches -> "version " + matches.etag();
        };
    }

    /// The generation that must be live for `condition` to hold; 0 is none at all.
    static @Nullable Long generation(Precondition condition) {
        return switch (condition) {
            case Precondition.None none -> null;
            case Precondition.Absent absent -> 0L;
            case Precondition.Matches matches -> generation(matches.etag());
        };
    }

    /// The generation that a token names; one that no object ever has where the token is another store's.
    static long generation(Etag etag) {
        return etag.value().matches("[1-9][0-9]{0,17}") ? Long.parseLong(etag.value()) : Long.MAX_VALUE;
    }
}
