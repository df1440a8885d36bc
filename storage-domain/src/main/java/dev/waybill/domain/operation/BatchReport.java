package dev.waybill.domain.operation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was done to many versions.
///
/// @param done those it was done to
/// @param failures why it was not done to others, by the version, or by what was named where that is not there
public record BatchReport(List<VersionBatch.Item> done, Map<String, RuntimeException> failures) {
    /// Copies both.
    public BatchReport {
        done = List.copyOf(done);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }
}
