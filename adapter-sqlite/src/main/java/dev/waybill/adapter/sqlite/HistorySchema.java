package dev.waybill.adapter.sqlite;

import java.util.List;

/// The tables of the history of runs: one migration of [Schema].
final class HistorySchema {
    static final List<String> TABLES = List.of(
            """
            CREATE TABLE history (
                id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE,
                local TEXT NOT NULL,
                remote TEXT NOT NULL,
                command TEXT NOT NULL,
                direction TEXT NOT NULL,
                options TEXT NOT NULL,
                undoes TEXT,
                begun TEXT NOT NULL,
                ended TEXT,
                outcome TEXT,
                detail TEXT,
                moved_objects INTEGER NOT NULL DEFAULT 0,
                moved_bytes INTEGER NOT NULL DEFAULT 0,
                deleted_objects INTEGER NOT NULL DEFAULT 0,
                deleted_bytes INTEGER NOT NULL DEFAULT 0,
                conflicts INTEGER NOT NULL DEFAULT 0,
                failures INTEGER NOT NULL DEFAULT 0
            ) STRICT
            """,
            // Versions are only compared as a whole, by who knows what they are, so each is one text, see ItemText.
            """
            CREATE TABLE history_item (
                run INTEGER NOT NULL REFERENCES history (id) ON DELETE CASCADE,
                key BLOB NOT NULL,
                action TEXT NOT NULL,
                result TEXT NOT NULL,
                reason TEXT,
                was TEXT,
                became TEXT,
                kept TEXT,
                base TEXT,
                problem TEXT,
                message TEXT,
                PRIMARY KEY (run, key)
            ) STRICT, WITHOUT ROWID
            """);

    private HistorySchema() {}
}
