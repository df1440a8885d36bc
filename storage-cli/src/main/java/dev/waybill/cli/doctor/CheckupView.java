package dev.waybill.cli.doctor;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.doctor.CheckupReport;
import dev.waybill.domain.doctor.Finding;
import dev.waybill.port.Capability;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Shows a check-up.
public interface CheckupView {
    /// The check-up begins.
    void begin();

    /// This was found.
    void finding(Finding finding);

    /// All was looked at.
    void end(CheckupReport report);

    /// The value of `without` that makes push and pull safe: what is withheld already, and what was found broken.
    static String without(RemoteConfiguration remote, CheckupReport report) {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        all.addAll(remote.withheld());
        all.addAll(report.withhold());
        return all.stream().map(CapabilityName::of).collect(Collectors.joining(", "));
    }
}
