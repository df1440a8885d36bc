package dev.waybill.domain.sync;

import java.time.Instant;
import java.util.Optional;

/// A run in the history.
///
/// @param start what was known when it began
/// @param end when it ended; empty if it goes on, or was killed
/// @param outcome how it ended: `completed`, `stopped` or `cancelled`
/// @param detail what stopped it, in words
/// @param totals what it came to; nothing until it ended
public record RunEntry(
        RunStart start, Optional<Instant> end, Optional<String> outcome, Optional<String> detail, RunTotals totals) {}
