package dev.waybill.domain.layer;

import java.util.Locale;

/// The calls on a store that are counted, logged and retried, each under its own name.
public enum Operation {
    /// Metadata of one object.
    STAT,
    /// The bytes of one object, until its stream is closed.
    GET,
    /// One object stored.
    PUT,
    /// One object removed.
    DELETE,
    /// Many objects removed.
    DELETE_ALL,
    /// A listing, until its stream is closed.
    LIST,
    /// One object copied within the store.
    COPY,
    /// An upload in parts started or resumed.
    OPEN_UPLOAD,
    /// A listing of unfinished uploads, until its stream is closed.
    LIST_UPLOADS,
    /// One part stored.
    PUT_PART,
    /// One part stored that is a range of an object.
    COPY_PART,
    /// The parts of an upload listed.
    PARTS,
    /// An upload completed.
    COMPLETE,
    /// An upload given up.
    ABORT;

    /// The name in logs: `put-part`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
