package dev.waybill.cli.output;

import java.util.Locale;

/// For whom something is printed that is read as a whole.
public enum DocumentFormat {
    /// For people.
    TEXT,
    /// For machines: one JSON object.
    JSON,
    /// For machines: one JSON object a line.
    NDJSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
