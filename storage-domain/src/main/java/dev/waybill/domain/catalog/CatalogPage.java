package dev.waybill.domain.catalog;

import java.util.List;

/// Some of what was asked for.
///
/// @param rows those that were wanted
/// @param total how many there are in all
/// @param <T> what it is about
public record CatalogPage<T>(List<T> rows, long total) {
    /// Copies the rows.
    public CatalogPage {
        rows = List.copyOf(rows);
    }
}
