package dev.waybill.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Statements on a file, each prepared once. One thread at a time.
final class CatalogSql implements AutoCloseable {
    /// Lists and searches are worded as they are filtered, so who asks for long asks in many ways.
    private static final int PREPARED_AT_MOST = 100;

    private final Connection connection;

    /// The one that was used last comes last.
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

    /// @param connection closed with this
    CatalogSql(Connection connection) {
        this.connection = connection;
    }

    /// Makes something of a row.
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Runs a statement that gives nothing.
    ///
    /// @return how many rows it changed
    int run(String sql, Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /// Inserts a row.
    ///
    /// @return its number
    long insert(String sql, Object... values) throws SQLException {
        run(sql, values);
        return one("SELECT last_insert_rowid()", row -> row.getLong(1)).orElseThrow();
    }

    /// What a query gives.
    <T> List<T> all(String sql, Row<T> reading, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(reading.read(rows));
            }
            return found;
        }
    }

    /// The first row that a query gives.
    <T> Optional<T> one(String sql, Row<T> reading, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reading.read(rows)) : Optional.empty();
        }
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            forgetEldest();
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        int at = 1;
        for (Object value : values) {
            at = bind(statement, at, value);
        }
        return statement;
    }

    private void forgetEldest() throws SQLException {
        if (prepared.size() == PREPARED_AT_MOST) {
            Iterator<PreparedStatement> all = prepared.values().iterator();
            all.next().close();
            all.remove();
        }
    }

    private static int bind(PreparedStatement statement, int at, Object value) throws SQLException {
        Object plain = value instanceof Optional<?> optional
                ? optional.map(Object.class::cast).orElse(Absent.VALUE)
                : value;
        switch (plain) {
            case Absent ignored -> statement.setNull(at, Types.NULL);
            case AbsentTime ignored -> {
                statement.setNull(at, Types.NULL);
                statement.setNull(at + 1, Types.NULL);
                return at + 2;
            }
            case String text -> statement.setString(at, text);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Boolean flag -> statement.setInt(at, flag ? 1 : 0);
            case Integer number -> statement.setLong(at, number);
            case Long number -> statement.setLong(at, number);
            case Instant time -> {
                statement.setLong(at, time.getEpochSecond());
                statement.setInt(at + 1, time.getNano());
                return at + 2;
            }
            default -> throw new IllegalArgumentException("no value of SQL: " + plain.getClass());
        }
        return at + 1;
    }

    /// A value that is not there.
    private enum Absent {
        VALUE
    }

    /// A time that is not there, of two columns.
    private enum AbsentTime {
        VALUE
    }

    /// A time, or the two columns of none.
    static Object time(Optional<Instant> time) {
        return time.isPresent() ? time.get() : AbsentTime.VALUE;
    }

    /// The time in two columns, if there is one.
    static Optional<Instant> time(ResultSet row, int at) throws SQLException {
        long seconds = row.getLong(at);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds, row.getInt(at + 1)));
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            prepared.clear();
        }
    }
}
