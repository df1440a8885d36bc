package dev.waybill.adapter.sqlite;

import java.util.List;

/// The table of checksums of files: one migration of [Schema]. It belongs to no pair: a file is the same for all.
final class FileHashSchema {
    static final List<String> TABLES = List.of("""
            CREATE TABLE file_hash (
                file TEXT NOT NULL,
                algorithm TEXT NOT NULL,
                size INTEGER NOT NULL,
                modified_seconds INTEGER NOT NULL,
                modified_nanos INTEGER NOT NULL,
                changed_seconds INTEGER,
                changed_nanos INTEGER,
                checksum TEXT NOT NULL,
                read_seconds INTEGER NOT NULL,
                PRIMARY KEY (file, algorithm)
            ) STRICT, WITHOUT ROWID
            """);

    private FileHashSchema() {}
}
