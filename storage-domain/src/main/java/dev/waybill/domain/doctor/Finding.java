package dev.waybill.domain.doctor;

import dev.waybill.domain.config.CapabilityName;
import dev.waybill.port.Capability;
import java.util.Optional;

/// One line of a [Checkup]'s report.
///
/// @param check what was looked at, in a few words
/// @param verdict what it came to
/// @param detail what was seen
/// @param capability what to withhold from the store's users if it is broken; empty where nothing would help
public record Finding(String check, Verdict verdict, String detail, Optional<Capability> capability) {
    static Finding holds(String check, String detail) {
        return new Finding(check, Verdict.HOLDS, detail, Optional.empty());
    }

    static Finding broken(String check, String detail) {
        return new Finding(check, Verdict.BROKEN, detail, Optional.empty());
    }

    static Finding measured(String check, String detail) {
        return new Finding(check, Verdict.MEASURED, detail, Optional.empty());
    }

    static Finding unknown(String check, String detail) {
        return new Finding(check, Verdict.UNKNOWN, detail, Optional.empty());
    }

    static Finding notOffered(Capability capability) {
        return new Finding(CapabilityName.of(capability), Verdict.NOT_OFFERED, "", Optional.of(capability));
    }

    /// The same, about `capability`.
    Finding of(Capability about) {
        return new Finding(check, verdict, detail, Optional.of(about));
    }
}
