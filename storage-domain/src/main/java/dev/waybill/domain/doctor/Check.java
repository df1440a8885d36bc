package dev.waybill.domain.doctor;

import java.util.List;

/// Looks at one thing that a store does.
///
/// @param name what it looks at, for the report of one that could not be made
/// @param look makes the check
record Check(String name, Look look) {
    /// Makes a check; what it throws is a finding too.
    @FunctionalInterface
    interface Look {
        List<Finding> at(Bench bench) throws InterruptedException;
    }
}
