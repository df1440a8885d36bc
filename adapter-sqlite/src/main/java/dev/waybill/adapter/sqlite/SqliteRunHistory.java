package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.ObjectKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads the history from the state file. Any number of threads may call it; they take turns.
final class SqliteRunHistory implements RunHistory {
    private static final int ROWS = 500;

    private final StateFile state;
    private final Connection connection;
    private final Runnable held;

    /// @param held run when it is closed
    SqliteRunHistory(StateFile state, Connection connection, Runnable held) {
        this.state = state;
        this.connection = connection;
        this.held = held;
    }

    /// What a row becomes.
    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private synchronized <T> List<T> select(String sql, Reading<T> reading, Object... values) {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            var found = new ArrayList<T>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(reading.read(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw state.damaged(e);
        }
    }

    private List<RunEntry> runs(String condition, Object... values) {
        return select(HistoryRows.SELECT_RUN + condition, HistoryRows::run, values);
    }

    @Override
    public List<RunEntry> recent(int limit) {
        return runs("ORDER BY id DESC LIMIT ?", limit);
    }

    @Override
    public Optional<RunEntry> find(RunName run) {
        return runs("WHERE name = ?", run.value()).stream().findFirst();
    }

    @Override
    public List<RunEntry> undosOf(RunName run) {
        return runs("WHERE undoes = ? ORDER BY id DESC", run.value());
    }

    @Override
    public Optional<RunEntry> lastAbout(SyncPair pair, ObjectKey key) {
        return runs(
                        "WHERE local = ? AND remote = ? AND EXISTS (SELECT 1 FROM history_item"
                                + " WHERE run = history.id AND key = ?) ORDER BY id DESC LIMIT 1",
                        pair.local().toString(),
                        pair.remote().toString(),
                        SyncedRows.bytes(key.value()))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<RunItem> item(RunName run, ObjectKey key) {
        return select(
                        HistoryRows.SELECT_ITEM + "WHERE name = ? AND key = ?",
                        HistoryRows::item,
                        run.value(),
                        SyncedRows.bytes(key.value()))
                .stream()
                .findFirst();
    }

    @Override
    @MustBeClosed
    public Stream<RunItem> items(RunName run) {
        var pages = new ItemPages(run);
        int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, characteristics), false);
    }

    /// One page of rows in memory at a time, so that others can read and write meanwhile.
    private final class ItemPages implements Iterator<RunItem> {
        private final RunName run;
        private List<RunItem> page;
        private int next;

        ItemPages(RunName run) {
            this.run = run;
            this.page = page(new byte[0]);
        }

        private List<RunItem> page(byte[] behind) {
            return select(
                    HistoryRows.SELECT_ITEM + "WHERE name = ? AND key > ? ORDER BY key LIMIT ?",
                    HistoryRows::item,
                    run.value(),
                    behind,
                    ROWS);
        }

        @Override
        public boolean hasNext() {
            if (next == page.size() && next == ROWS) {
                page = page(SyncedRows.bytes(page.get(next - 1).key().value()));
                next = 0;
            }
            return next < page.size();
        }

        @Override
        public RunItem next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(next++);
        }
    }

    @Override
    public boolean goesOn(RunEntry run) {
        return run.end().isEmpty()
                && PairLock.isTaken(
                        state.path(), run.start().local(), run.start().remote());
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw state.unusable(e);
        } finally {
            held.run();
        }
    }
}
