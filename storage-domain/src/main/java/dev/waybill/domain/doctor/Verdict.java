package dev.waybill.domain.doctor;

/// What a check came to.
public enum Verdict {
    /// The store does what its adapter promises.
    HOLDS,
    /// It does not: a push or pull that relies on it may lose data.
    BROKEN,
    /// It is not promised, so nothing relies on it.
    NOT_OFFERED,
    /// A figure or a fact, neither good nor bad by itself.
    MEASURED,
    /// The check could not be made, so nothing is known.
    UNKNOWN
}
