package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.SyncRefused;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Turns SQLite's errors into the domain's, naming the file and the remedy.
final class SqliteErrors {
    private SqliteErrors() {}

    /// Whether the file is none of SQLite's, or damaged.
    static boolean isCorrupt(SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_CORRUPT_INDEX, SQLITE_CORRUPT_SEQUENCE, SQLITE_NOTADB ->
                true;
            default -> false;
        };
    }

    /// Whether another connection is in the way.
    static boolean isBusy(SQLException e) {
        return switch (code(e)) {
            case SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED -> true;
            default -> false;
        };
    }

    /// Whether the disk has no room for what connections to one file tell each other by.
    static boolean isNoRoomToShare(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    }

    /// @param kind what the file is for, in words
    /// @param file its path, or words for what has none
    static SyncRefused.StateUnusable unusable(String kind, Object file, SQLException e) {
        String what = switch (code(e)) {
            case SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED ->
                "another program holds it; wait for that to end";
            case SQLITE_FULL, SQLITE_IOERR_SHMSIZE -> "the disk is full; make room";
            case SQLITE_READONLY, SQLITE_READONLY_DIRECTORY, SQLITE_READONLY_DBMOVED, SQLITE_PERM, SQLITE_AUTH ->
                "it cannot be written; check its permissions and those of its folder";
            case SQLITE_CANTOPEN, SQLITE_CANTOPEN_ISDIR, SQLITE_CANTOPEN_FULLPATH ->
                "it cannot be opened; check its permissions and those of its folder";
            default -> String.valueOf(e.getMessage());
        };
        return new SyncRefused.StateUnusable(kind + ", " + file + ", cannot be used: " + what, e);
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
