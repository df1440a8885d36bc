package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.RunLog;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.RunTotals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes one run to the state file. Any number of threads may call it; they take turns.
final class SqliteRunLog implements RunLog {
    private final StateFile state;
    private final Connection connection;
    private final Retention retention;
    private final RunStart run;
    private final long id;

    private SqliteRunLog(StateFile state, Connection connection, Retention retention, RunStart run, long id) {
        this.state = state;
        this.connection = connection;
        this.retention = retention;
        this.run = run;
        this.id = id;
    }

    /// Begins the record of `run`.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The log closes the connection, or it is closed where it throws.
    static SqliteRunLog begin(StateFile state, Retention retention, RunStart run) {
        Connection connection = state.open();
        try {
            return new SqliteRunLog(state, connection, retention, run, insert(connection, run));
        } catch (SQLException e) {
            throw state.unusable(connection, e);
        }
    }

    private static long insert(Connection connection, RunStart run) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(HistoryRows.INSERT_RUN)) {
            HistoryRows.bind(insert, run);
            try (ResultSet number = insert.executeQuery()) {
                number.next();
                return number.getLong(1);
            }
        }
    }

    @Override
    public synchronized void write(List<RunItem> items) {
        transaction(() -> {
            try (PreparedStatement insert = connection.prepareStatement(HistoryRows.INSERT_ITEM)) {
                for (RunItem item : items) {
                    HistoryRows.bind(insert, id, item);
                    insert.executeUpdate();
                }
            }
        });
    }

    /// Also drops what the retention does not keep.
    @Override
    public synchronized void end(Instant when, RunEnd end, RunTotals totals) {
        transaction(() -> {
            try (PreparedStatement update = connection.prepareStatement(HistoryRows.END_RUN)) {
                update.setString(1, when.toString());
                update.setString(2, end.word());
                update.setString(3, end.detail().orElse(null));
                HistoryRows.bind(update, totals);
                update.setLong(10, id);
                update.executeUpdate();
            }
            drop(when);
        });
    }

    private void drop(Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM history WHERE id <> ? AND local = ? AND remote = ?
                    AND (begun < ? OR id NOT IN (
                        SELECT id FROM history WHERE local = ? AND remote = ? ORDER BY id DESC LIMIT ?))
                """)) {
            delete.setLong(1, id);
            delete.setString(2, run.local());
            delete.setString(3, run.remote());
            delete.setString(4, now.minus(retention.age()).toString());
            delete.setString(5, run.local());
            delete.setString(6, run.remote());
            delete.setInt(7, retention.runs());
            delete.executeUpdate();
        }
    }

    private void transaction(Transaction.Work work) {
        try {
            Transaction.run(connection, work);
        } catch (SQLException e) {
            throw state.damaged(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw state.unusable(e);
        }
    }
}
