package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The rows of `synced`: how an object becomes one, and one an object.
final class SyncedRows {
    /// Takes the pair, then what [#bind] sets.
    static final String INSERT = """
            INSERT OR REPLACE INTO synced (pair, key, size, local_seconds, local_nanos, local_etag, remote_seconds,
                remote_nanos, remote_etag, checksum, synced_seconds, synced_nanos, run)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /// Takes the pair and the key.
    static final String DELETE = "DELETE FROM synced WHERE pair = ? AND key = ?";

    /// Takes the pair, the key to begin at or behind, and how many rows.
    private static final String SELECT = """
            SELECT key, size, local_seconds, local_nanos, local_etag, remote_seconds, remote_nanos, remote_etag,
                checksum, synced_seconds, synced_nanos, run.name
            FROM synced JOIN run ON run.id = synced.run
            WHERE pair = ? AND key %s ? ORDER BY key LIMIT ?
            """;

    static final String SELECT_FROM = SELECT.formatted(">=");
    static final String SELECT_BEHIND = SELECT.formatted(">");
    static final String SELECT_ONE = SELECT.formatted("=");

    private SyncedRows() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void bind(PreparedStatement insert, long pair, SyncedObject object, long run) throws SQLException {
        insert.setLong(1, pair);
        insert.setBytes(2, bytes(object.key().value()));
        insert.setLong(3, object.size());
        bind(insert, 4, object.local());
        bind(insert, 7, object.remote());
        insert.setString(10, object.checksum().map(Checksum::toString).orElse(null));
        bind(insert, 11, object.syncedAt());
        insert.setLong(13, run);
    }

    private static void bind(PreparedStatement insert, int at, SyncedVersion version) throws SQLException {
        bind(insert, at, version.modified());
        insert.setString(at + 2, version.etag().map(Etag::value).orElse(null));
    }

    static void bind(PreparedStatement insert, int at, Instant time) throws SQLException {
        insert.setLong(at, time.getEpochSecond());
        insert.setInt(at + 1, time.getNano());
    }

    static SyncedObject read(ResultSet row) throws SQLException {
        return new SyncedObject(
                new ObjectKey(new String(row.getBytes(1), StandardCharsets.UTF_8)),
                row.getLong(2),
                version(row, 3),
                version(row, 6),
                Optional.ofNullable(row.getString(9)).map(SyncedRows::checksum),
                time(row, 10),
                row.getString(12));
    }

    private static SyncedVersion version(ResultSet row, int at) throws SQLException {
        return new SyncedVersion(
                time(row, at), Optional.ofNullable(row.getString(at + 2)).map(Etag::new));
    }

    static Instant time(ResultSet row, int at) throws SQLException {
        return Instant.ofEpochSecond(row.getLong(at), row.getInt(at + 1));
    }

    /// The checksum that `text` is, as [Checksum#toString] writes it.
    static Checksum checksum(String text) {
        int colon = text.indexOf(':');
        return new Checksum(ChecksumAlgorithm.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }
}
