package dev.waybill.domain.sync;

/// What becomes of an object whose name the target cannot hold, or takes for that of another.
public enum NamePolicy {
    /// It counts as failed; the rest is transferred, and nothing is deleted.
    ERROR,
    /// It is left out and told of.
    SKIP,
    /// It has another name there, from which it gets its own back.
    RENAME
}
