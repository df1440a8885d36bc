package dev.waybill.domain.config;

/// Where in a file something stands.
///
/// @param line counts from 1; 0 if there is no line to name
/// @param column counts from 1; 0 if there is no column to name
record Place(int line, int column) {
    /// Nowhere in particular.
    static final Place NONE = new Place(0, 0);

    /// Where what follows `text` stands, if that is the beginning of the file.
    static Place behind(String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        return new Place(line, text.length() - text.lastIndexOf('\n'));
    }
}
