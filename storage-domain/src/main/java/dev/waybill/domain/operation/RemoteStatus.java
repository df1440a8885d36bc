package dev.waybill.domain.operation;

import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.CatalogState;
import java.util.Optional;

/// How things stand with a remote storage.
///
/// @param connected whether it can be downloaded from and changed
/// @param catalog how far the catalog goes; empty if there is none yet
/// @param size how much the catalog holds; empty if there is none yet
public record RemoteStatus(boolean connected, Optional<CatalogState> catalog, Optional<CatalogSize> size) {}
