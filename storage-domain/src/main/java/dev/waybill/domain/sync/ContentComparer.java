package dev.waybill.domain.sync;

import dev.waybill.port.StorageException;

/// Answers what only content can tell.
@FunctionalInterface
interface ContentComparer {
    /// The answer to the question of `step`.
    ///
    /// @throws StorageException if a content cannot be had, or is no longer that of the version listed
    Step.Answer answer(Step.NeedsContent step);
}
