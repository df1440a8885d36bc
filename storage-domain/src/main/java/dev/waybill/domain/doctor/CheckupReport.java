package dev.waybill.domain.doctor;

import dev.waybill.port.Capability;
import dev.waybill.port.StoreId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a [Checkup] found.
///
/// @param store which store was looked at
/// @param findings a line a check, in the order they were made
public record CheckupReport(StoreId store, List<Finding> findings) {
    /// Copies the findings.
    public CheckupReport {
        findings = List.copyOf(findings);
    }

    /// Whether push and pull are safe with the store as it is configured: nothing is broken, and nothing is unknown.
    public boolean isSafe() {
        return findings.stream().noneMatch(CheckupReport::isBad);
    }

    /// Whether they are safe once [#withhold] is configured.
    public boolean isSafeWithout() {
        return findings.stream()
                .filter(CheckupReport::isBad)
                .allMatch(finding -> finding.capability().isPresent());
    }

    /// What the store says it can and cannot, to be withheld from those who would rely on it.
    public Set<Capability> withhold() {
        Set<Capability> broken = findings.stream()
                .filter(CheckupReport::isBad)
                .flatMap(finding -> finding.capability().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
        return Collections.unmodifiableSet(broken);
    }

    private static boolean isBad(Finding finding) {
        return finding.verdict() == Verdict.BROKEN || finding.verdict() == Verdict.UNKNOWN;
    }
}
