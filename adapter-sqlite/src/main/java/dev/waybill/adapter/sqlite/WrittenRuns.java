package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.catalog.RunRecord;
import java.sql.SQLException;
import java.util.List;

/// The rows of runs of a catalog, as a transaction makes them anew: with those of what they made and used.
final class WrittenRuns {
    private WrittenRuns() {}

    /// Writes a run in place of what was known of it.
    static void put(CatalogSql sql, RunRecord run) throws SQLException {
        RunPath path = run.lineage().run();
        remove(sql, path);
        long row = sql.insert(
                """
                INSERT INTO run (project, name, run, status, created_seconds, created_nanos, deleted)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                path.project(),
                path.name(),
                path.id(),
                run.status(),
                CatalogSql.time(run.createdAt()),
                run.deleted());
        put(sql, row, true, run.lineage().created());
        put(sql, row, false, run.lineage().used());
    }

    private static void put(CatalogSql sql, long run, boolean made, List<LineageDocument.Entry> entries)
            throws SQLException {
        int position = 0;
        for (LineageDocument.Entry entry : entries) {
            sql.run(
                    "INSERT INTO lineage (run, made, position, type, name, number) VALUES (?, ?, ?, ?, ?, ?)",
                    run,
                    made,
                    position++,
                    entry.type(),
                    entry.name(),
                    entry.version());
        }
    }

    static void remove(CatalogSql sql, RunPath run) throws SQLException {
        sql.run("DELETE FROM run WHERE project = ? AND name = ? AND run = ?", run.project(), run.name(), run.id());
    }
}
