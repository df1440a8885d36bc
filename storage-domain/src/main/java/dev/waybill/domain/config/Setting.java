package dev.waybill.domain.config;

/// One configured value. Its text may be secret, so printing it does not show it.
///
/// @param written as the file has it
/// @param text after substitution
/// @param resolved whether every substitution could be made; if not, `text` stands for nothing
/// @param place where it is written
record Setting(String written, String text, boolean resolved, Place place) {
    static Setting of(String text) {
        return new Setting(text, text, true, Place.NONE);
    }

    /// Whether the value came from outside the file.
    boolean isSubstituted() {
        return !resolved || !written.equals(text);
    }

    @Override
    public String toString() {
        return "Setting[" + place + "]";
    }
}
