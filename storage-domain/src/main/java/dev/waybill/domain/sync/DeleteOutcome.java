package dev.waybill.domain.sync;

/// Whether the deletes of a run were done.
public sealed interface DeleteOutcome {
    /// Deletes were not asked for.
    record NotAsked() implements DeleteOutcome {}

    /// All that were due were tried; there may have been none. In a dry run they would be.
    record Ran() implements DeleteOutcome {}

    /// None was done.
    ///
    /// @param due how many were due as far as the plan got
    /// @param why what held them back
    /// @param text the same for people, with the figures and the remedy
    record Withheld(long due, Why why, String text) implements DeleteOutcome {}

    /// What holds deletes back.
    enum Why {
        /// A listing, a comparison or a transfer failed, or the run was stopped.
        FAILURES,
        /// [DeleteGuard]: nothing of what was synced is left at the source.
        SOURCE_EMPTY,
        /// [DeleteGuard]: more than half of what is synced would go.
        MORE_THAN_HALF,
        /// [DeleteGuard]: more than the given number would go.
        MORE_THAN_ALLOWED,
        /// A part of a plan was applied, and nothing shows that the transfers of the other parts are done.
        PARTS_MISSING;

        /// Whether it is the guard that stopped it.
        public boolean isGuard() {
            return this != FAILURES && this != PARTS_MISSING;
        }
    }
}
