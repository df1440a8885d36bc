package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.SyncRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// An SQLite file, or a copy of it: how it is opened and what is done when it is damaged. Any number of threads and
/// processes may open it.
final class StateFile {
    private static final int BUSY_MILLIS = 10_000;

    /// Up to this size the whole file is checked when it is opened, which then takes some tens of milliseconds.
    /// Damage in a larger one shows when it is read.
    private static final long CHECKED_BYTES = 16L << 20;

    private final StatePlace place;
    private final Path original;
    private final StateKind kind;
    private final Consumer<String> onWarning;

    /// The record of syncs.
    ///
    /// @param onWarning told when the file was damaged and begun anew
    StateFile(Path file, Consumer<String> onWarning) {
        this(file, StateKind.SYNC, onWarning);
    }

    /// @param kind what the file is for
    /// @param onWarning told when the file was damaged and begun anew
    StateFile(Path file, StateKind kind, Consumer<String> onWarning) {
        this(file.toAbsolutePath().normalize(), file.toAbsolutePath().normalize(), kind, onWarning);
    }

    private StateFile(Path file, Path original, StateKind kind, Consumer<String> onWarning) {
        this.place = new StatePlace(file, kind);
        this.original = original;
        this.kind = kind;
        this.onWarning = onWarning;
    }

    /// The same, opened in a copy; errors still name the original, which is never changed.
    StateFile in(StateCopy copy) {
        return new StateFile(copy.file(), original, kind, onWarning);
    }

    Path path() {
        return original;
    }

    /// Where it lies, or the copy.
    StatePlace place() {
        return place;
    }

    /// Whether it has the schema that this code knows, asked by a connection that was opened earlier.
    boolean isOfLatestSchema(CatalogSql sql) throws SQLException {
        return sql.one("PRAGMA user_version", row -> row.getInt(1))
                .equals(Optional.of(kind.schema().latest()));
    }

    /// Opens the file with the latest schema, making it and its folder where there are none. A damaged one is
    /// moved aside: it is only knowledge that the next run finds out again.
    ///
    /// @throws SyncRefused.StateUnusable if that cannot be done
    @MustBeClosed
    Connection open() {
        place.makeFolder();
        try {
            return connect(true);
        } catch (SQLException e) {
            if (!SqliteErrors.isCorrupt(e)) {
                throw SqliteErrors.unusable(kind.what(), place.file(), e);
            }
            moveAside();
        }
        try {
            return connect(true);
        } catch (SQLException e) {
            throw SqliteErrors.unusable(kind.what(), place.file(), e);
        }
    }

    /// Opens it if it is sound; a damaged one is warned of and left to the next run.
    ///
    /// @throws SyncRefused.StateUnusable if that cannot be done
    Optional<Connection> openIfSound() {
        return openIfSound(true);
    }

    /// The same, but damage beyond the first page shows when it is read: for who asks for little of a large file.
    ///
    /// Where a full disk has no room for what connections tell each other by, it is opened for this one alone. That
    /// is enough to read; others then wait until it is closed ([#isAlone]).
    Optional<Connection> openUnchecked() {
        return openIfSound(false);
    }

    /// Whether nobody else can open the file as long as this connection is open.
    static boolean isAlone(CatalogSql sql) throws SQLException {
        return sql.one("PRAGMA locking_mode", row -> row.getString(1))
                .filter("exclusive"::equals)
                .isPresent();
    }

    @SuppressWarnings("MustBeClosedChecker") // Given away open, for the caller to close.
    private Optional<Connection> openIfSound(boolean check) {
        try {
            return Optional.of(connectForReading(check));
        } catch (SQLException e) {
            if (!SqliteErrors.isCorrupt(e)) {
                throw SqliteErrors.unusable(kind.what(), original, e);
            }
            onWarning.accept(kind.what() + ", " + original + ", is damaged; " + kind.renewal()
                    + ". Nothing is lost but " + kind.loss());
            return Optional.empty();
        }
    }

    /// Once damage showed: moves the file aside, so that the next run begins anew.
    SyncRefused.StateUnusable damaged(SQLException e) {
        if (!SqliteErrors.isCorrupt(e)) {
            return SqliteErrors.unusable(kind.what(), original, e);
        }
        if (!place.file().equals(original)) {
            return new SyncRefused.StateUnusable(kind.what() + ", " + original + ", is damaged; " + kind.renewal(), e);
        }
        moveAside();
        return new SyncRefused.StateUnusable(
                kind.what() + ", " + original + ", was damaged and was moved aside; " + kind.renewal(), e);
    }

    /// That the file cannot be used, and why.
    SyncRefused.StateUnusable unusable(SQLException e) {
        return SqliteErrors.unusable(kind.what(), original, e);
    }

    /// Closes `connection`, which proved of no use.
    SyncRefused.StateUnusable unusable(Connection connection, SQLException failure) {
        return SqliteErrors.unusable(kind.what(), original, closed(connection, failure));
    }

    /// Closes `connection` after `failure`, which is given back.
    static SQLException closed(Connection connection, SQLException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @MustBeClosed
    private Connection connectForReading(boolean check) throws SQLException {
        try {
            return connect(check);
        } catch (SQLException e) {
            if (check || !SqliteErrors.isNoRoomToShare(e)) {
                throw e;
            }
            return connect(false, "EXCLUSIVE");
        }
    }

    @MustBeClosed
    private Connection connect(boolean check) throws SQLException {
        return connect(check, "NORMAL");
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Given away open, or closed where it throws.
    private Connection connect(boolean check, String locking) throws SQLException {
        var properties = new Properties();
        properties.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
        properties.setProperty("foreign_keys", "true");
        // Nobody asks for the numbers of rows, which the driver would look up after each insert.
        properties.setProperty("jdbc.get_generated_keys", "false");
        // Not by the DriverManager, which looks for every driver in every jar of the class path first.
        Connection connection =
                JDBC.createConnection("jdbc:sqlite:" + place.file().toUri().toASCIIString(), properties);
        try {
            prepare(connection, check, locking);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Connection connection, boolean check, String locking) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = " + locking);
            WriteAheadLog.turnOn(statement, Duration.ofMillis(BUSY_MILLIS));
            // Survives the end of this process at any point. What a power cut takes of it is found out again.
            statement.execute("PRAGMA synchronous = NORMAL");
            kind.schema().migrate(connection, original);
            if (check && Files.size(place.file()) <= CHECKED_BYTES) {
                requireSound(statement);
            }
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable(kind.what() + ", " + original + ", cannot be read: " + e, e);
        }
    }

    private static void requireSound(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
            String verdict = result.next() ? result.getString(1) : "";
            if (!"ok".equals(verdict)) {
                throw new SQLiteException(verdict, SQLiteErrorCode.SQLITE_CORRUPT);
            }
        }
    }

    private void moveAside() {
        Path aside = place.moveAside();
        onWarning.accept(kind.what() + ", " + place.file() + ", was damaged; it is now " + aside.getFileName()
                + ", and a new one is begun. Nothing is lost but " + kind.loss());
    }
}
