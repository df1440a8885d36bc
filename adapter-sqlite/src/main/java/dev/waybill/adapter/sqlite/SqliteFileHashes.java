package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.FileHashes;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.FileIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checksums of files in the state file. Any number of threads may call it; they take turns.
///
/// Small files are written in batches, and what took long to read at once, so that a killed process loses little of its
/// reading. What was not read again for half a year goes: the file may be gone, and disks forget.
final class SqliteFileHashes implements FileHashes {
    private static final int BATCH = 500;
    private static final long LARGE_BYTES = 16L << 20;
    private static final Duration KEPT = Duration.ofDays(180);

    private static final String SELECT = """
            SELECT size, modified_seconds, modified_nanos, changed_seconds, changed_nanos, checksum
            FROM file_hash WHERE file = ? AND algorithm = ?
            """;

    private static final String INSERT = """
            INSERT OR REPLACE INTO file_hash (file, algorithm, size, modified_seconds, modified_nanos, changed_seconds,
                changed_nanos, checksum, read_seconds)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String EXPIRE = "DELETE FROM file_hash WHERE read_seconds < ?";

    private final StateFile state;
    private final Connection connection;
    private final boolean readOnly;
    private final Object turn;
    private final List<Hashed> pending = new ArrayList<>();
    private boolean expired;

    /// A checksum that is to be written.
    private record Hashed(FileIdentity file, Checksum checksum, Instant read) {}

    /// @param turn held while the connection is used, by all who use it
    SqliteFileHashes(StateFile state, Connection connection, boolean readOnly, Object turn) {
        this.state = state;
        this.connection = connection;
        this.readOnly = readOnly;
        this.turn = turn;
    }

    @Override
    public Optional<Checksum> find(FileIdentity file, ChecksumAlgorithm algorithm) {
        synchronized (turn) {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setString(1, file.file());
                select.setString(2, algorithm.name());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && isOf(file, row)
                            ? Optional.of(SyncedRows.checksum(row.getString(6)))
                            : Optional.empty();
                }
            } catch (SQLException e) {
                throw state.damaged(e);
            }
        }
    }

    private static boolean isOf(FileIdentity file, ResultSet row) throws SQLException {
        row.getLong(4);
        Optional<Instant> changed = row.wasNull() ? Optional.empty() : Optional.of(SyncedRows.time(row, 4));
        return row.getLong(1) == file.size()
                && SyncedRows.time(row, 2).equals(file.modified())
                && changed.equals(file.changed());
    }

    @Override
    public void add(FileIdentity file, Checksum checksum, Instant read) {
        if (readOnly) {
            return;
        }
        synchronized (turn) {
            pending.add(new Hashed(file, checksum, read));
            if (pending.size() >= BATCH || file.size() >= LARGE_BYTES) {
                flush();
            }
        }
    }

    /// Writes what waits.
    void flush() {
        synchronized (turn) {
            if (pending.isEmpty()) {
                return;
            }
            List<Hashed> batch = List.copyOf(pending);
            pending.clear();
            try {
                Transaction.run(connection, () -> write(batch));
            } catch (SQLException e) {
                throw state.damaged(e);
            }
        }
    }

    private void write(List<Hashed> batch) throws SQLException {
        if (!expired) {
            expire(batch.getFirst().read());
            expired = true;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Hashed hashed : batch) {
                bind(insert, hashed);
                insert.executeUpdate();
            }
        }
    }

    private void expire(Instant now) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(EXPIRE)) {
            delete.setLong(1, now.minus(KEPT).getEpochSecond());
            delete.executeUpdate();
        }
    }

    private static void bind(PreparedStatement insert, Hashed hashed) throws SQLException {
        FileIdentity file = hashed.file();
        insert.setString(1, file.file());
        insert.setString(2, hashed.checksum().algorithm().name());
        insert.setLong(3, file.size());
        SyncedRows.bind(insert, 4, file.modified());
        if (file.changed().isPresent()) {
            SyncedRows.bind(insert, 6, file.changed().get());
        } else {
            insert.setNull(6, Types.INTEGER);
            insert.setNull(7, Types.INTEGER);
        }
        insert.setString(8, hashed.checksum().toString());
        insert.setLong(9, hashed.read().getEpochSecond());
    }
}
