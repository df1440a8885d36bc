package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.Optional;

/// That both sides had the same content at a key, and how each showed it then.
///
/// @param key the object's name
/// @param size its length in bytes
/// @param local how the local side showed it
/// @param remote how the remote side showed it
/// @param checksum of the content, where it became known
/// @param syncedAt when the run that noted it began; what either side changed since then is later
/// @param run which run noted it
public record SyncedObject(
        ObjectKey key,
        long size,
        SyncedVersion local,
        SyncedVersion remote,
        Optional<Checksum> checksum,
        Instant syncedAt,
        String run) {}
