package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.DocumentState.Flaw;
import dev.waybill.domain.catalog.FetchedDocument;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.catalog.StoredDocument;
import dev.waybill.port.Etag;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// The rows of documents and of how far a catalog goes: how they are written and read.
final class CatalogRows {
    private static final String STATE_COLUMNS = "key, etag, size, modified_seconds, modified_nanos, settled,"
            + " noted_seconds, noted_nanos, flaw_kind, flaw";

    private static final String INSERT = "INSERT OR REPLACE INTO %s (" + STATE_COLUMNS
            + ", stale, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SELECT_STATES = "SELECT " + STATE_COLUMNS + " FROM %s";

    private static final String SELECT_STATE = SELECT_STATES.replace("%s", "document") + " WHERE key = ?";

    private static final String SELECT_DOCUMENT =
            SELECT_STATES.replace(" FROM", ", stale, bytes FROM") + " WHERE key = ?";

    private CatalogRows() {}

    /// The two tables that documents are in.
    enum Table {
        DOCUMENT,
        STAGED;

        private String in(String sql) {
            return sql.formatted(this == DOCUMENT ? "document" : "staged");
        }
    }

    static byte[] bytes(ObjectKey key) {
        return key.value().getBytes(StandardCharsets.UTF_8);
    }

    static void stage(CatalogSql sql, FetchedDocument document) throws SQLException {
        write(sql, Table.STAGED, new StoredDocument(document.state(), false, document.bytes()));
    }

    static void write(CatalogSql sql, Table table, StoredDocument document) throws SQLException {
        DocumentState state = document.state();
        sql.run(
                table.in(INSERT),
                bytes(state.key()),
                state.etag().map(Etag::value),
                state.size(),
                state.modified(),
                state.settled(),
                state.noted(),
                state.flaw().map(flaw -> flaw.kind().name()),
                state.flaw().map(Flaw::detail),
                document.stale(),
                document.bytes().map(Packed::pack));
    }

    static Optional<StoredDocument> find(CatalogSql sql, Table table, ObjectKey key) throws SQLException {
        return sql.one(table.in(SELECT_DOCUMENT), CatalogRows::document, (Object) bytes(key));
    }

    private static StoredDocument document(ResultSet row) throws SQLException {
        byte[] packed = row.getBytes(12);
        try {
            Optional<byte[]> bytes = packed == null ? Optional.empty() : Optional.of(Packed.unpack(packed));
            return new StoredDocument(state(row), row.getInt(11) != 0, bytes);
        } catch (IOException e) {
            throw new SQLiteException("a document cannot be unpacked: " + e, SQLiteErrorCode.SQLITE_CORRUPT);
        }
    }

    /// Which version of a document is known; reads nothing of what it says.
    static Optional<DocumentState> known(CatalogSql sql, ObjectKey key) throws SQLException {
        return sql.one(SELECT_STATE, CatalogRows::state, (Object) bytes(key));
    }

    /// The same, if the document is older here than in the repository.
    static Optional<DocumentState> stale(CatalogSql sql, ObjectKey key) throws SQLException {
        return sql.one(SELECT_STATE + " AND stale", CatalogRows::state, (Object) bytes(key));
    }

    /// The next documents in the order of keys, which is that of their bytes.
    static List<DocumentState> states(CatalogSql sql, Table table, Optional<ObjectKey> after, int most)
            throws SQLException {
        byte[] behind = after.map(CatalogRows::bytes).orElse(new byte[0]);
        return sql.all(
                table.in(SELECT_STATES) + " WHERE key > ? ORDER BY key LIMIT ?", CatalogRows::state, behind, most);
    }

    /// What is known of the documents under a prefix. No key has the byte 0xFF, so it sorts behind all of them.
    static Map<ObjectKey, DocumentState> known(CatalogSql sql, KeyPrefix prefix) throws SQLException {
        byte[] from = prefix.value().getBytes(StandardCharsets.UTF_8);
        byte[] behind = Arrays.copyOf(from, from.length + 1);
        behind[from.length] = (byte) 0xFF;
        String range = Table.DOCUMENT.in(SELECT_STATES) + " WHERE key >= ? AND key < ?";
        var byKey = new HashMap<ObjectKey, DocumentState>();
        sql.all(range, CatalogRows::state, from, behind).forEach(state -> byKey.put(state.key(), state));
        return byKey;
    }

    static DocumentState state(ResultSet row) throws SQLException {
        Optional<String> kind = Optional.ofNullable(row.getString(9));
        String detail = Optional.ofNullable(row.getString(10)).orElse("");
        return new DocumentState(
                new ObjectKey(new String(row.getBytes(1), StandardCharsets.UTF_8)),
                Optional.ofNullable(row.getString(2)).map(Etag::new),
                row.getLong(3),
                SyncedRows.time(row, 4),
                row.getInt(6) != 0,
                SyncedRows.time(row, 7),
                kind.map(name -> new Flaw(Flaw.Kind.valueOf(name), detail)));
    }

    static CatalogState catalog(CatalogSql sql) throws SQLException {
        return sql.one(
                        """
                        SELECT revision, synced_seconds, synced_nanos, listed_seconds, listed_nanos, generation,
                            foreign_writer, metadata_include, metadata_exclude, runs
                        FROM catalog
                        """,
                        row -> new CatalogState(
                                row.getLong(1),
                                CatalogSql.time(row, 2),
                                CatalogSql.time(row, 4),
                                Optional.ofNullable(row.getString(6)),
                                row.getInt(7) != 0,
                                new MetadataSelection(
                                        row.getString(8).lines().toList(),
                                        row.getString(9).lines().toList()),
                                row.getInt(10) != 0))
                .orElse(CatalogState.NEW);
    }

    /// How much the catalog holds.
    static CatalogSize size(CatalogSql sql) throws SQLException {
        return sql.one(
                        """
                        SELECT (SELECT count(*) FROM artifact), (SELECT count(*) FROM version), (SELECT count(*) FROM run),
                            (SELECT count(*) FROM document), (SELECT count(*) FROM document WHERE stale),
                            (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
                        """,
                        row -> new CatalogSize(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)))
                .orElseThrow();
    }

    /// What of the repository cannot be used, by name.
    static List<ArtifactProblem> problems(CatalogSql sql) throws SQLException {
        return sql.all("""
                SELECT CAST(key AS TEXT), flaw FROM document WHERE flaw IS NOT NULL
                UNION ALL SELECT place, detail FROM problem ORDER BY 1
                """, row -> new ArtifactProblem(row.getString(1), row.getString(2)));
    }
}
