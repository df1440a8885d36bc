package dev.waybill.bench;

import java.util.List;

/// One case, and what each tool took for it.
///
/// @param title what was done, on which data
/// @param target to where
/// @param bytes how many bytes were to be moved
/// @param entries a row a tool; the first is Waybill
/// @param profile where Waybill's client CPU went
record Comparison(String title, String target, long bytes, List<Entry> entries, String profile) {
    /// One tool's medians.
    ///
    /// @param tool its name
    /// @param usage what it took
    record Entry(String tool, Usage usage) {}
}
