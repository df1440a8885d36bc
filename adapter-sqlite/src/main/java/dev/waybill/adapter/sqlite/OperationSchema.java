package dev.waybill.adapter.sqlite;

import java.util.List;

/// What the file of the history of operations holds.
final class OperationSchema {
    /// Marks the file as a history of operations (`PRAGMA application_id`): "Wayo".
    private static final int APPLICATION_ID = 0x5761796f;

    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE operation (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                begun_seconds INTEGER NOT NULL,
                begun_nanos INTEGER NOT NULL,
                who TEXT NOT NULL,
                repository TEXT NOT NULL,
                operation TEXT NOT NULL,
                type TEXT,
                name TEXT,
                version INTEGER,
                ended_seconds INTEGER,
                ended_nanos INTEGER,
                outcome TEXT,
                reason TEXT
            ) STRICT
            """,
            """
            CREATE TABLE argument (
                operation INTEGER NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                name TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (operation, position)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX operation_begun ON operation (begun_seconds)",
            "CREATE INDEX operation_name ON operation (name)");

    /// One entry a version, never changed once released.
    static final Schema SCHEMA = new Schema(APPLICATION_ID, List.of(TABLES));

    private OperationSchema() {}
}
