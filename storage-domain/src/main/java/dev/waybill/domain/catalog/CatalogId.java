package dev.waybill.domain.catalog;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.StoreId;

/// Which repository a catalog is of: the store, which says the provider, host, port, user and root, and the folder in
/// it.
///
/// @param store the store
/// @param root the folder that the repository lies in
public record CatalogId(StoreId store, KeyPrefix root) {
    /// @throws IllegalArgumentException if the prefix is not that of a folder
    public CatalogId {
        if (!root.isFolder()) {
            throw new IllegalArgumentException("the prefix of a repository must end in /: " + root);
        }
    }

    /// The repository as a URL.
    @Override
    public String toString() {
        return root.value().isEmpty() ? store.toString() : store.toString().replaceAll("/+$", "") + "/" + root.value();
    }
}
