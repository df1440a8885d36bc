package dev.waybill.cli.output;

/// Colours, or none. ANSI escape codes (ECMA-48 section 8.3.117).
public enum Paint {
    /// For files, pipes, and whoever asked for no colours.
    PLAIN,
    /// For terminals.
    ANSI;

    /// A folder's name.
    public String folder(String text) {
        return code("34;1", text);
    }

    /// What failed.
    public String error(String text) {
        return code("31;1", text);
    }

    /// What should be looked at.
    public String warning(String text) {
        return code("33", text);
    }

    private String code(String code, String text) {
        return this == ANSI ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
