package dev.waybill.cli.catalog;

import java.util.Locale;

/// For whom the result is printed.
enum CatalogFormat {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
