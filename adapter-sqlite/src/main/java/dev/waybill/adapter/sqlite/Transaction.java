package dev.waybill.adapter.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Several changes as one: all of them or none.
final class Transaction {
    private Transaction() {}

    /// What is done in one transaction.
    interface Work {
        void run() throws SQLException;
    }

    /// Does `work` on `connection`, which is in auto-commit mode, and commits it; rolls back if it throws. Takes
    /// the write lock at the beginning, so that it waits for other writers there and never fails for them later.
    static void run(Connection connection, Work work) throws SQLException {
        run(connection, "BEGIN IMMEDIATE", work);
    }

    /// The same, for what is the connection's own, which takes no lock.
    static void runBeside(Connection connection, Work work) throws SQLException {
        run(connection, "BEGIN DEFERRED", work);
    }

    private static void run(Connection connection, String begin, Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(begin);
            try {
                work.run();
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    private static void rollBack(Statement statement, Throwable reason) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException ended) {
            // A full disk ends a transaction by itself; what counts is why.
            reason.addSuppressed(ended);
        }
    }
}
