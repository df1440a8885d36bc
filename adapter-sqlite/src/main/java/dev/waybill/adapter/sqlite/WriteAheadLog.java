package dev.waybill.adapter.sqlite;

import dev.waybill.domain.layer.Sleeper;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Has a file written by a log that goes ahead, so that some can read while one writes.
///
/// The file must be nobody else's for a moment when that is turned on, and SQLite does not wait for it: of two programs
/// that make one file at once, one would be refused.
final class WriteAheadLog {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private WriteAheadLog() {}

    /// Turns it on, once nobody is in the way.
    ///
    /// @param statement of a connection to the file
    /// @param longest how long others are waited for
    static void turnOn(Statement statement, Duration longest) throws SQLException {
        long begun = System.nanoTime();
        while (true) {
            try {
                statement.execute("PRAGMA journal_mode = WAL");
                return;
            } catch (SQLException e) {
                if (!SqliteErrors.isBusy(e) || System.nanoTime() - begun > longest.toNanos() || !isRested()) {
                    throw e;
                }
            }
        }
    }

    private static boolean isRested() {
        try {
            Sleeper.REAL.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
