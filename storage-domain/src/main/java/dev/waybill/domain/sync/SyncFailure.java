package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;

/// That something could not be done about one key.
///
/// @param key the object's name
/// @param cause why
/// @param kind how far it reaches
public record SyncFailure(ObjectKey key, StorageException cause, FailureKind kind) {}
