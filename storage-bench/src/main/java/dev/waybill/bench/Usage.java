package dev.waybill.bench;

import java.util.Comparator;
import java.util.List;

/// What one run of a command took.
///
/// @param wallSeconds from start to end
/// @param cpuSeconds of the command and its children, in user and system mode
/// @param peakMebibytes the most memory that was resident at once
/// @param requests how many the store counted, or 0 where nobody counts
record Usage(double wallSeconds, double cpuSeconds, double peakMebibytes, double requests) {
    Usage withRequests(long counted) {
        return new Usage(wallSeconds, cpuSeconds, peakMebibytes, counted);
    }

    /// The median of each figure by itself.
    static Usage median(List<Usage> runs) {
        return new Usage(
                middle(runs.stream().map(Usage::wallSeconds).toList()),
                middle(runs.stream().map(Usage::cpuSeconds).toList()),
                middle(runs.stream().map(Usage::peakMebibytes).toList()),
                middle(runs.stream().map(Usage::requests).toList()));
    }

    private static double middle(List<Double> values) {
        var sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
