package dev.waybill.port;

/// What must be true of the object at a key for a write to happen; checked by the store in the same step. A
/// folder does so among those who write through this library; an editor that saves a file asks nobody.
public sealed interface Precondition {
    /// Write, whatever is there.
    Precondition NONE = new None();

    /// Write only if nothing is there. Needs [Capability#PUT_IF_ABSENT].
    Precondition ABSENT = new Absent();

    /// Write only if the version there is the one of `etag`. Needs [Capability#PUT_IF_MATCH].
    static Precondition matches(Etag etag) {
        return new Matches(etag);
    }

    /// No condition.
    record None() implements Precondition {}

    /// Nothing may be there.
    record Absent() implements Precondition {}

    /// The version there must be this one; nothing there fails too.
    ///
    /// @param etag the version
    record Matches(Etag etag) implements Precondition {}
}
