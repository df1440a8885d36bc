package dev.waybill.domain.sync;

/// What is done about an object that changed on both sides.
public enum ConflictPolicy {
    /// Both sides stay as they are, and the run reports it.
    REPORT,
    /// The source's version replaces the target's: what the source lacks is deleted at the target, if
    /// deletes were asked for.
    SOURCE_WINS
}
