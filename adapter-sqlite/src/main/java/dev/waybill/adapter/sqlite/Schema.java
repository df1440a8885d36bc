package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.SyncRefused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// What a state file holds. Its version is `PRAGMA user_version`, the number of migrations it has seen.
final class Schema {
    /// Marks the file as ours (`PRAGMA application_id`): "Wayb".
    static final int APPLICATION_ID = 0x57617962;

    private static final List<String> SYNCED = List.of(
            """
            CREATE TABLE pair (
                id INTEGER PRIMARY KEY,
                local TEXT NOT NULL,
                remote TEXT NOT NULL,
                UNIQUE (local, remote)
            ) STRICT
            """,
            """
            CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE
            ) STRICT
            """,
            // Keys are their UTF-8 bytes, which SQLite compares as the port orders keys. A time is split into
            // seconds and nanoseconds, since one number of nanoseconds ends in the year 2262.
            """
            CREATE TABLE synced (
                pair INTEGER NOT NULL REFERENCES pair (id) ON DELETE CASCADE,
                key BLOB NOT NULL,
                size INTEGER NOT NULL,
                local_seconds INTEGER NOT NULL,
                local_nanos INTEGER NOT NULL,
                local_etag TEXT,
                remote_seconds INTEGER NOT NULL,
                remote_nanos INTEGER NOT NULL,
                remote_etag TEXT,
                checksum TEXT,
                synced_seconds INTEGER NOT NULL,
                synced_nanos INTEGER NOT NULL,
                run INTEGER NOT NULL REFERENCES run (id),
                PRIMARY KEY (pair, key)
            ) STRICT, WITHOUT ROWID
            """);

    private static final List<String> TRANSFERS = List.of("""
            CREATE TABLE transfer (
                id INTEGER PRIMARY KEY,
                source TEXT NOT NULL,
                source_key BLOB NOT NULL,
                target TEXT NOT NULL,
                target_key BLOB NOT NULL,
                fingerprint TEXT NOT NULL,
                size INTEGER NOT NULL,
                part_bytes INTEGER NOT NULL,
                checksum TEXT,
                write_id TEXT,
                begun_seconds INTEGER NOT NULL,
                begun_nanos INTEGER NOT NULL,
                upload TEXT,
                UNIQUE (target, target_key, source, source_key)
            ) STRICT
            """, """
            CREATE TABLE transfer_part (
                transfer INTEGER NOT NULL REFERENCES transfer (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                size INTEGER NOT NULL,
                etag TEXT NOT NULL,
                checksum TEXT,
                hashed TEXT NOT NULL,
                PRIMARY KEY (transfer, number)
            ) STRICT, WITHOUT ROWID
            """, """
            CREATE TABLE lost_upload (
                target TEXT NOT NULL,
                key BLOB NOT NULL,
                from_seconds INTEGER NOT NULL,
                from_nanos INTEGER NOT NULL,
                until_seconds INTEGER NOT NULL,
                until_nanos INTEGER NOT NULL,
                PRIMARY KEY (target, key, from_seconds, from_nanos)
            ) STRICT, WITHOUT ROWID
            """);

    /// One entry a version, never changed once released; each may hold several statements.
    private static final List<List<String>> MIGRATIONS =
            List.of(SYNCED, TRANSFERS, HistorySchema.TABLES, FileHashSchema.TABLES, PartSumsSchema.TABLES);

    /// That of the record of syncs.
    static final Schema SYNC = new Schema(APPLICATION_ID, MIGRATIONS);

    private final int application;
    private final List<List<String>> migrations;

    /// @param application marks files as ours
    /// @param migrations one entry a version
    Schema(int application, List<List<String>> migrations) {
        this.application = application;
        this.migrations = migrations;
    }

    /// The version this code writes.
    int latest() {
        return migrations.size();
    }

    /// Brings the schema of `file` up to date: all steps or none.
    ///
    /// @param connection in auto-commit mode, to the file
    /// @throws SyncRefused.StateUnusable if it is another program's file, or of a newer version of this one
    void migrate(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (requireKnown(statement, file) == latest()) {
                return;
            }
            Transaction.run(connection, () -> apply(statement, requireKnown(statement, file)));
        }
    }

    private void apply(Statement statement, int version) throws SQLException {
        for (List<String> steps : migrations.subList(version, latest())) {
            for (String step : steps) {
                statement.execute(step);
            }
        }
        statement.execute("PRAGMA application_id = " + application);
        statement.execute("PRAGMA user_version = " + latest());
    }

    /// The version of the schema, once it is sure that this code may use it.
    private int requireKnown(Statement statement, Path file) throws SQLException {
        int found = number(statement, "PRAGMA application_id");
        boolean foreign =
                found == 0 ? number(statement, "SELECT count(*) FROM sqlite_master") > 0 : found != application;
        if (foreign) {
            throw new SyncRefused.StateUnusable(
                    file + " is the database of another program; move it away, or keep the state elsewhere", null);
        }
        int version = number(statement, "PRAGMA user_version");
        if (version > latest()) {
            throw new SyncRefused.StateUnusable(
                    file + " was written by a newer version of Waybill (schema " + version + ", this one knows "
                            + latest() + "); update Waybill, or remove the file to begin anew",
                    null);
        }
        return version;
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getInt(1) : 0;
        }
    }
}
