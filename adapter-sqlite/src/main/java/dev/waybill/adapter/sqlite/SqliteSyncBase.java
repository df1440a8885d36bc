package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.FileHashes;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The base of one pair in the state file. Any number of threads may call it; they take turns.
final class SqliteSyncBase implements SyncBase {
    private final StateFile state;
    private final Connection connection;
    private final OptionalLong pair;
    private final boolean readOnly;
    private final Runnable held;
    private final TransferJournal transfers;
    private final SqliteFileHashes hashes;
    private final Map<String, Long> runs = new HashMap<>();

    /// Asked for each object that a run deletes, so it is prepared once; it ends with the connection.
    private @Nullable PreparedStatement selectOne;

    /// @param held closed with the base
    private SqliteSyncBase(StateFile state, Connection connection, OptionalLong pair, boolean readOnly, Runnable held) {
        this.state = state;
        this.connection = connection;
        this.pair = pair;
        this.readOnly = readOnly;
        this.held = held;
        this.transfers = new SqliteTransferJournal(state, connection, readOnly, this);
        this.hashes = new SqliteFileHashes(state, connection, readOnly, this);
    }

    /// The base for a run, which owns `lock` from then on.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The base closes the connection, or it is closed where it throws.
    static SqliteSyncBase forRun(StateFile state, SyncPair pair, PairLock lock) {
        Connection connection = state.open();
        try {
            insertPair(connection, pair);
            return new SqliteSyncBase(state, connection, find(connection, pair), false, lock::close);
        } catch (SQLException e) {
            throw state.unusable(connection, e);
        }
    }

    /// The base to be read only, by a connection into `copy`, which it owns from then on.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The base closes the connection, or it is closed where it throws.
    static SqliteSyncBase readOnly(StateFile state, Connection connection, SyncPair pair, StateCopy copy) {
        try {
            return new SqliteSyncBase(state, connection, find(connection, pair), true, copy::close);
        } catch (SQLException e) {
            throw state.unusable(connection, e);
        }
    }

    private static void insertPair(Connection connection, SyncPair pair) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR IGNORE INTO pair (local, remote) VALUES (?, ?)")) {
            insert.setString(1, pair.local().toString());
            insert.setString(2, pair.remote().toString());
            insert.executeUpdate();
        }
    }

    private static OptionalLong find(Connection connection, SyncPair pair) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM pair WHERE local = ? AND remote = ?")) {
            select.setString(1, pair.local().toString());
            select.setString(2, pair.remote().toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /// Reads page by page, so that no reading stands in the way of the checkpoints of a long run.
    @Override
    @MustBeClosed
    public Stream<SyncedObject> entries(KeyPrefix prefix) {
        if (pair.isEmpty()) {
            return Stream.empty();
        }
        var pages = new SyncedPages(prefix, (select, from, rows) -> page(select, from, rows));
        int characteristics = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, characteristics), false);
    }

    private synchronized List<SyncedObject> page(String select, byte[] from, int rows) {
        var page = new ArrayList<SyncedObject>(rows);
        try (PreparedStatement statement = connection.prepareStatement(select);
                ResultSet result = ask(statement, from, rows)) {
            while (result.next()) {
                page.add(SyncedRows.read(result));
            }
            return page;
        } catch (SQLException e) {
            throw state.damaged(e);
        }
    }

    @MustBeClosed
    private ResultSet ask(PreparedStatement statement, byte[] from, int rows) throws SQLException {
        statement.setLong(1, pair.orElseThrow());
        statement.setBytes(2, from);
        statement.setInt(3, rows);
        return statement.executeQuery();
    }

    @Override
    public synchronized Optional<SyncedObject> entry(ObjectKey key) {
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        try (ResultSet row = ask(selectOne(), SyncedRows.bytes(key.value()), 1)) {
            return row.next() ? Optional.of(SyncedRows.read(row)) : Optional.empty();
        } catch (SQLException e) {
            throw state.damaged(e);
        }
    }

    private PreparedStatement selectOne() throws SQLException {
        if (selectOne == null) {
            selectOne = connection.prepareStatement(SyncedRows.SELECT_ONE);
        }
        return selectOne;
    }

    @Override
    public synchronized void apply(List<SyncBaseChange> changes) {
        if (readOnly) {
            throw new IllegalStateException("this base was opened only to be read");
        }
        try {
            Transaction.run(connection, () -> write(changes));
        } catch (SQLException e) {
            runs.clear();
            throw state.damaged(e);
        }
    }

    private void write(List<SyncBaseChange> changes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(SyncedRows.INSERT);
                PreparedStatement delete = connection.prepareStatement(SyncedRows.DELETE)) {
            for (SyncBaseChange change : changes) {
                switch (change) {
                    case SyncBaseChange.Noted(SyncedObject object) -> {
                        SyncedRows.bind(insert, pair.orElseThrow(), object, run(object.run()));
                        insert.executeUpdate();
                    }
                    case SyncBaseChange.Forgotten(var key) -> {
                        delete.setLong(1, pair.orElseThrow());
                        delete.setBytes(2, SyncedRows.bytes(key.value()));
                        delete.executeUpdate();
                    }
                }
            }
        }
    }

    private long run(String name) throws SQLException {
        Long known = runs.get(name);
        if (known != null) {
            return known;
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO run (name) VALUES (?)");
                PreparedStatement select = connection.prepareStatement("SELECT id FROM run WHERE name = ?")) {
            insert.setString(1, name);
            insert.executeUpdate();
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                long id = row.next() ? row.getLong(1) : 0;
                runs.put(name, id);
                return id;
            }
        }
    }

    @Override
    public TransferJournal transfers() {
        return transfers;
    }

    @Override
    public FileHashes hashes() {
        return hashes;
    }

    @Override
    public void close() {
        try (connection) {
            hashes.flush();
        } catch (SQLException e) {
            throw state.unusable(e);
        } finally {
            held.run();
        }
    }
}
