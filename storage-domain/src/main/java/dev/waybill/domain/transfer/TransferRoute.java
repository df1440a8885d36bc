package dev.waybill.domain.transfer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;

/// From where to where an object is moved.
///
/// @param source the store it comes from
/// @param from its key there
/// @param target the store it goes to
/// @param to its key there
public record TransferRoute(StoreId source, ObjectKey from, StoreId target, ObjectKey to) {}
