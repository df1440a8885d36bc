package dev.waybill.domain.catalog;

/// What is done to a catalog in one commit.
@FunctionalInterface
public interface CatalogChange {
    /// Does it.
    void apply(CatalogEdit edit);
}
