package dev.waybill.adapter.sqlite;

import java.util.List;

/// The table of checksums of parts: one migration of [Schema].
final class PartSumsSchema {
    static final List<String> TABLES = List.of("""
            CREATE TABLE part_sums (
                store TEXT NOT NULL,
                key BLOB NOT NULL,
                version TEXT NOT NULL,
                size INTEGER NOT NULL,
                part_bytes INTEGER NOT NULL,
                algorithm TEXT NOT NULL,
                sums BLOB NOT NULL,
                PRIMARY KEY (store, key)
            ) STRICT, WITHOUT ROWID
            """);

    private PartSumsSchema() {}
}
