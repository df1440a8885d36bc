package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.PlannedDocument;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The rows of what a sync means to do: in a table of its connection alone, which no other sees, and which SQLite puts
/// on the disk when it grows.
final class PlannedRows {
    private static final String INSERT = """
            INSERT OR REPLACE INTO temp.planned (key, task, etag, size, modified_seconds, modified_nanos,
                noted_seconds, noted_nanos)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String SELECT = """
            SELECT key, task, etag, size, modified_seconds, modified_nanos, noted_seconds, noted_nanos
            FROM temp.planned
            WHERE key > ? ORDER BY key LIMIT ?
            """;

    private PlannedRows() {}

    static void make(CatalogSql sql) throws SQLException {
        sql.run("PRAGMA temp_store = FILE");
        sql.run("""
                CREATE TEMP TABLE IF NOT EXISTS planned (
                    key BLOB PRIMARY KEY,
                    task TEXT NOT NULL,
                    etag TEXT,
                    size INTEGER NOT NULL,
                    modified_seconds INTEGER NOT NULL,
                    modified_nanos INTEGER NOT NULL,
                    noted_seconds INTEGER,
                    noted_nanos INTEGER
                ) WITHOUT ROWID
                """);
    }

    static void add(CatalogSql sql, PlannedDocument document) throws SQLException {
        ObjectMetadata object = document.object();
        sql.run(
                INSERT,
                CatalogRows.bytes(object.key()),
                document.task().name(),
                object.etag().map(Etag::value),
                object.size(),
                object.modified(),
                CatalogSql.time(document.noted()));
    }

    static void drop(CatalogSql sql, ObjectKey key) throws SQLException {
        sql.run("DELETE FROM temp.planned WHERE key = ?", (Object) CatalogRows.bytes(key));
    }

    static boolean has(CatalogSql sql, ObjectKey key) throws SQLException {
        return sql.one("SELECT 1 FROM temp.planned WHERE key = ?", row -> true, (Object) CatalogRows.bytes(key))
                .isPresent();
    }

    static List<PlannedDocument> page(CatalogSql sql, Optional<ObjectKey> after, int most) throws SQLException {
        byte[] behind = after.map(CatalogRows::bytes).orElse(new byte[0]);
        return sql.all(SELECT, PlannedRows::planned, behind, most);
    }

    private static PlannedDocument planned(ResultSet row) throws SQLException {
        var object = ObjectMetadata.of(
                new ObjectKey(new String(row.getBytes(1), StandardCharsets.UTF_8)),
                row.getLong(4),
                SyncedRows.time(row, 5));
        var etag = Optional.ofNullable(row.getString(3)).map(Etag::new);
        return new PlannedDocument(
                PlannedDocument.Task.valueOf(row.getString(2)),
                etag.map(object::withEtag).orElse(object),
                CatalogSql.time(row, 7));
    }
}
