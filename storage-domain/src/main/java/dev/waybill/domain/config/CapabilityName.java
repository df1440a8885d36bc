package dev.waybill.domain.config;

import dev.waybill.port.Capability;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How reports and the configuration write a [Capability]: `put-if-absent`.
public final class CapabilityName {
    private CapabilityName() {}

    /// The name of `capability`.
    public static String of(Capability capability) {
        return capability.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What `name` names, if it names any.
    public static Optional<Capability> find(String name) {
        return Arrays.stream(Capability.values())
                .filter(capability -> of(capability).equals(name))
                .findFirst();
    }

    /// All names.
    static List<String> all() {
        return Arrays.stream(Capability.values()).map(CapabilityName::of).toList();
    }
}
