package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.RepositoryStatistics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// How much all artifacts are together. Counting it looks at each content of each version, so what was counted is kept
/// until an artifact changes.
final class SumRows {
    private static final String KEPT =
            "SELECT artifacts, versions, files, file_bytes, distinct_bytes, refs, ref_bytes FROM sums";

    /// A content counts once, whatever sizes versions say that it has.
    private static final String COUNTED = """
            SELECT (SELECT count(*) FROM artifact WHERE versions > 0), (SELECT count(*) FROM version),
                coalesce(sum(content.uses), 0), coalesce(sum(content.bytes), 0), coalesce(sum(content.size), 0),
                (SELECT coalesce(sum(refs), 0) FROM version), (SELECT coalesce(sum(ref_bytes), 0) FROM version)
            FROM (SELECT count(*) AS uses, sum(size) AS bytes, max(size) AS size FROM content GROUP BY digest)
                AS content
            """;

    /// Room for sorting digests in, so that the disk is not asked many times over.
    private static final int SORTING_KIBIBYTES = 64 << 10;

    private SumRows() {}

    /// The sums of a catalog that is read; counted, if none are kept.
    ///
    /// @param sql of a connection that looks at one state until its end, and so writes nothing
    /// @param file the catalog, into which what was counted is written by a connection of its own
    static RepositoryStatistics of(CatalogSql sql, StateFile file) throws SQLException {
        Optional<RepositoryStatistics> kept = kept(sql);
        if (kept.isPresent()) {
            return kept.get();
        }
        RepositoryStatistics counted = count(sql);
        long revision = CatalogRows.catalog(sql).revision();
        if (file.place().exists()) {
            file.openUnchecked().ifPresent(connection -> keep(connection, revision, counted));
        }
        return counted;
    }

    private static void keep(Connection connection, long revision, RepositoryStatistics counted) {
        try (var writing = new CatalogSql(connection)) {
            keep(writing, revision, counted);
        } catch (SQLException ignored) {
            // What cannot be kept is counted again.
        }
    }

    private static Optional<RepositoryStatistics> kept(CatalogSql sql) throws SQLException {
        return sql.one(KEPT, SumRows::read);
    }

    private static RepositoryStatistics count(CatalogSql sql) throws SQLException {
        int room = sql.one("PRAGMA cache_size", row -> row.getInt(1)).orElseThrow();
        sql.run("PRAGMA cache_size = -" + SORTING_KIBIBYTES);
        try {
            return sql.one(COUNTED, SumRows::read).orElseThrow();
        } finally {
            sql.run("PRAGMA cache_size = " + room);
        }
    }

    private static RepositoryStatistics read(ResultSet row) throws SQLException {
        return new RepositoryStatistics(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }

    /// Keeps what was counted, unless somebody changed the catalog since, or is about to.
    ///
    /// @param sql of a connection that has no transaction
    /// @param revision that of the catalog when it was counted
    private static void keep(CatalogSql sql, long revision, RepositoryStatistics counted) throws SQLException {
        sql.one("PRAGMA busy_timeout = 0", row -> row.getInt(1));
        sql.run(
                """
                INSERT OR IGNORE INTO sums (id, artifacts, versions, files, file_bytes, distinct_bytes, refs, ref_bytes)
                SELECT 1, ?, ?, ?, ?, ?, ?, ? FROM catalog WHERE revision = ?
                """,
                counted.artifacts(),
                counted.versions(),
                counted.files(),
                counted.fileBytes(),
                counted.distinctBytes(),
                counted.references(),
                counted.referenceBytes(),
                revision);
    }

    /// An artifact changes.
    static void forget(CatalogSql sql) throws SQLException {
        sql.run("DELETE FROM sums");
    }
}
