package dev.waybill.domain.operation;

import java.util.Optional;
import java.util.OptionalInt;

/// An operation in the history.
///
/// @param id tells it from all others; later ones have higher ids
/// @param start as it began
/// @param end how it ended; empty if it goes on, or its program did not live to tell
public record OperationEntry(long id, OperationStart start, Optional<OperationEnd> end) {
    /// The number of the version that it is about, where it is known.
    public OptionalInt version() {
        return start.version().isPresent()
                ? start.version()
                : end.map(OperationEnd::version).orElse(OptionalInt.empty());
    }
}
