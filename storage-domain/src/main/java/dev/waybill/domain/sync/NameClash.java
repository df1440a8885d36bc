package dev.waybill.domain.sync;

/// That a side has, or will have, another object or folder whose name it takes for that of a key it lacks.
///
/// @param other the name that it has, a folder's with a `/` behind
/// @param gives whether that was synced and is gone from the other side, and so makes room where deletes are done
record NameClash(String other, boolean gives) {}
