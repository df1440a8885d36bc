package dev.waybill.domain.sync;

/// Whether two contents are the same.
enum Likeness {
    /// They are.
    ALIKE,
    /// They are not.
    DIFFERENT,
    /// It was not asked, or cannot be told at a fair price.
    UNKNOWN
}
