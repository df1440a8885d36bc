package dev.waybill.domain.sync;

import java.time.Instant;
import java.util.List;

/// Where one run writes what it does. One thread at a time.
public interface RunLog extends AutoCloseable {
    /// Keeps these items, all or none of them, lasting over the end of this process. The last of one key counts.
    void write(List<RunItem> items);

    /// The run is over.
    ///
    /// @param end how
    /// @param totals what it came to
    void end(Instant when, RunEnd end, RunTotals totals);

    /// Lets the history go. A run that has not ended by then stays without an end.
    @Override
    void close();
}
