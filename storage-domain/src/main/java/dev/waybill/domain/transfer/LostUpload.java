package dev.waybill.domain.transfer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.time.Instant;

/// That a process died, or lost an answer, while it opened an upload: the target may hold one whose name nobody knows.
///
/// @param target the store that may hold it
/// @param key the key it is for
/// @param from it was not begun before this
/// @param until it was not begun after this
public record LostUpload(StoreId target, ObjectKey key, Instant from, Instant until) {}
