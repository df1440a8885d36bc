package dev.waybill.domain.artifact.format;

/// A number as it stands in a document, digit for digit: what is written back is what was read.
///
/// @param text the number in the grammar of JSON
record JsonNumber(String text) {
    static JsonNumber of(long number) {
        return new JsonNumber(Long.toString(number));
    }
}
