package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.ItemVersion;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.Optional;

/// Versions as texts: their parts with tabs between them, an empty one for what is not known. No part can hold a tab:
/// tokens have no control characters.
final class ItemText {
    private static final String TAB = "\t";

    private ItemText() {}

    static String of(ItemVersion version) {
        return String.join(
                TAB,
                Long.toString(version.size()),
                version.modified().toString(),
                text(version.contentModified()),
                text(version.etag()),
                text(version.checksum()));
    }

    static ItemVersion version(String text) {
        String[] parts = text.split(TAB, -1);
        return new ItemVersion(
                Long.parseLong(parts[0]),
                Instant.parse(parts[1]),
                part(parts[2]).map(Instant::parse),
                part(parts[3]).map(Etag::new),
                part(parts[4]).map(SyncedRows::checksum));
    }

    static String of(SyncedObject object) {
        return String.join(
                TAB,
                Long.toString(object.size()),
                object.local().modified().toString(),
                text(object.local().etag()),
                object.remote().modified().toString(),
                text(object.remote().etag()),
                text(object.checksum()),
                object.syncedAt().toString(),
                object.run());
    }

    static SyncedObject synced(ObjectKey key, String text) {
        String[] parts = text.split(TAB, -1);
        return new SyncedObject(
                key,
                Long.parseLong(parts[0]),
                new SyncedVersion(Instant.parse(parts[1]), part(parts[2]).map(Etag::new)),
                new SyncedVersion(Instant.parse(parts[3]), part(parts[4]).map(Etag::new)),
                part(parts[5]).map(SyncedRows::checksum),
                Instant.parse(parts[6]),
                parts[7]);
    }

    private static String text(Optional<?> part) {
        return part.map(Object::toString).orElse("");
    }

    private static Optional<String> part(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
