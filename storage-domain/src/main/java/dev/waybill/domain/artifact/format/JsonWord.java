package dev.waybill.domain.artifact.format;

/// What Python writes for a number that JSON has none for: `NaN`, `Infinity` or `-Infinity`, without quotes.
///
/// @param text the word
record JsonWord(String text) {}
