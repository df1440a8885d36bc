package dev.waybill.cli.output;

import java.util.Locale;

/// For whom results are printed.
public enum OutputFormat {
    /// For people.
    TEXT,
    /// For machines: one JSON object a line.
    NDJSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
