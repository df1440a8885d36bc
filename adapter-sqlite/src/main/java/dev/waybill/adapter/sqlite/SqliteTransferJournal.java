package dev.waybill.adapter.sqlite;

import dev.waybill.domain.transfer.LostUpload;
import dev.waybill.domain.transfer.MovedPart;
import dev.waybill.domain.transfer.PartSums;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The journal of transfers in the state file. Any number of threads may call it; they take turns.
///
/// A part is one small write to the log of the file, without waiting for the disk: a killed process loses none. Only
/// the begin of a transfer waits, so that not even a power cut leaves an upload that nothing tells of.
final class SqliteTransferJournal implements TransferJournal {
    private final StateFile state;
    private final Connection connection;
    private final boolean readOnly;
    private final Object turn;

    /// @param turn held while the connection is used, by all who use it
    SqliteTransferJournal(StateFile state, Connection connection, boolean readOnly, Object turn) {
        this.state = state;
        this.connection = connection;
        this.readOnly = readOnly;
        this.turn = turn;
    }

    /// Reads something.
    private interface Query<T> {
        T run() throws SQLException;
    }

    private <T> T read(Query<T> query) {
        synchronized (turn) {
            try {
                return query.run();
            } catch (SQLException e) {
                throw state.damaged(e);
            }
        }
    }

    private void write(Transaction.Work work) {
        if (readOnly) {
            throw new IllegalStateException("this journal was opened only to be read");
        }
        synchronized (turn) {
            try {
                Transaction.run(connection, work);
            } catch (SQLException e) {
                throw state.damaged(e);
            }
        }
    }

    @Override
    public Optional<UnfinishedTransfer> find(TransferRoute route) {
        return read(() -> {
            try (PreparedStatement select = connection.prepareStatement(TransferRows.SELECT_ROUTE)) {
                TransferRows.bind(select, 1, route);
                return transfers(select).stream().findFirst();
            }
        });
    }

    private List<UnfinishedTransfer> transfers(PreparedStatement select) throws SQLException {
        var transfers = new ArrayList<UnfinishedTransfer>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                transfers.add(TransferRows.read(row, parts(row.getLong(1))));
            }
        }
        return transfers;
    }

    private List<MovedPart> parts(long transfer) throws SQLException {
        var parts = new ArrayList<MovedPart>();
        try (PreparedStatement select = connection.prepareStatement(TransferRows.SELECT_PARTS)) {
            select.setLong(1, transfer);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    parts.add(TransferRows.readPart(row));
                }
            }
        }
        return parts;
    }

    @Override
    public void begin(UnfinishedTransfer transfer) {
        synchronized (turn) {
            waitForDisk(true);
            try {
                write(() -> {
                    delete(transfer.route());
                    try (PreparedStatement insert = connection.prepareStatement(TransferRows.INSERT)) {
                        TransferRows.bind(insert, transfer);
                        insert.executeUpdate();
                    }
                });
            } finally {
                waitForDisk(false);
            }
        }
    }

    private void waitForDisk(boolean wait) {
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("PRAGMA synchronous = " + (wait ? "FULL" : "NORMAL"));
        } catch (SQLException e) {
            throw state.damaged(e);
        }
    }

    private void delete(TransferRoute route) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(TransferRows.DELETE)) {
            TransferRows.bind(delete, 1, route);
            delete.executeUpdate();
        }
    }

    @Override
    public void opened(TransferRoute route, UploadId upload) {
        write(() -> {
            try (PreparedStatement update = connection.prepareStatement(TransferRows.OPENED)) {
                update.setString(1, upload.value());
                TransferRows.bind(update, 2, route);
                update.executeUpdate();
            }
        });
    }

    @Override
    public void moved(TransferRoute route, MovedPart part) {
        write(() -> {
            try (PreparedStatement insert = connection.prepareStatement(TransferRows.INSERT_PART)) {
                TransferRows.bind(insert, part);
                TransferRows.bind(insert, 6, route);
                insert.executeUpdate();
            }
        });
    }

    @Override
    public void end(TransferRoute route) {
        write(() -> delete(route));
    }

    @Override
    public void lose(TransferRoute route, Instant until) {
        write(() -> {
            try (PreparedStatement insert = connection.prepareStatement(TransferRows.INSERT_LOST)) {
                SyncedRows.bind(insert, 1, until);
                TransferRows.bind(insert, 3, route);
                insert.executeUpdate();
            }
            delete(route);
        });
    }

    @Override
    public Optional<PartSums> sums(StoreId store, ObjectKey key) {
        return read(() -> {
            try (PreparedStatement select = connection.prepareStatement(PartSumsRows.SELECT)) {
                select.setString(1, store.toString());
                select.setBytes(2, SyncedRows.bytes(key.value()));
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(PartSumsRows.read(row, store, key)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void keep(PartSums sums) {
        write(() -> {
            try (PreparedStatement insert = connection.prepareStatement(PartSumsRows.INSERT)) {
                PartSumsRows.bind(insert, sums);
                insert.executeUpdate();
            }
        });
    }

    @Override
    public List<UnfinishedTransfer> unfinished(StoreId target) {
        return read(() -> {
            try (PreparedStatement select = connection.prepareStatement(TransferRows.SELECT_TARGET)) {
                select.setString(1, target.toString());
                return transfers(select);
            }
        });
    }

    @Override
    public List<LostUpload> lost(StoreId target) {
        return read(() -> {
            var lost = new ArrayList<LostUpload>();
            try (PreparedStatement select = connection.prepareStatement(TransferRows.SELECT_LOST)) {
                select.setString(1, target.toString());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        lost.add(TransferRows.readLost(row, target));
                    }
                }
            }
            return lost;
        });
    }

    @Override
    public void forget(LostUpload lost) {
        write(() -> {
            try (PreparedStatement delete = connection.prepareStatement(TransferRows.DELETE_LOST)) {
                delete.setString(1, lost.target().toString());
                delete.setBytes(2, SyncedRows.bytes(lost.key().value()));
                SyncedRows.bind(delete, 3, lost.from());
                delete.executeUpdate();
            }
        });
    }
}
