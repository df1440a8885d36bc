package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.operation.Operation;
import dev.waybill.domain.operation.OperationEnd;
import dev.waybill.domain.operation.OperationEntry;
import dev.waybill.domain.operation.OperationHistory;
import dev.waybill.domain.operation.OperationQuery;
import dev.waybill.domain.operation.OperationStart;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Keeps the history of operations in an SQLite file, opened when it is first needed. Any number of threads, which take
/// turns, and any number of processes.
///
/// The newest 10,000 operations of the last year are kept.
public final class SqliteOperationHistory implements OperationHistory {
    static final int MOST = 10_000;
    static final Duration LONGEST = Duration.ofDays(365);

    private static final String COLUMNS = "id, begun_seconds, begun_nanos, who, repository, operation, type, name,"
            + " version, ended_seconds, ended_nanos, outcome, reason";

    private final StateFile file;
    private Optional<Open> open = Optional.empty();

    /// What is open.
    private record Open(Connection connection, CatalogSql sql) {}

    /// @param file the SQLite file; it and its folder are made when something is first to be noted
    /// @param onWarning told, in words for people, when a damaged file was moved aside and begun anew
    public SqliteOperationHistory(Path file, Consumer<String> onWarning) {
        this.file = new StateFile(file, StateKind.OPERATIONS, onWarning);
    }

    private interface Step<T> {
        T run(CatalogSql sql) throws SQLException;
    }

    private synchronized <T> T step(Step<T> step) {
        try {
            return step.run(opened().sql());
        } catch (SQLException e) {
            throw file.damaged(e);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close
    private Open opened() {
        if (open.isEmpty()) {
            Connection connection = file.open();
            open = Optional.of(new Open(connection, new CatalogSql(connection)));
        }
        return open.get();
    }

    @Override
    public long begin(OperationStart start) {
        return step(sql -> {
            var id = new long[1];
            Transaction.run(opened().connection(), () -> id[0] = insert(sql, start));
            return id[0];
        });
    }

    private static long insert(CatalogSql sql, OperationStart start) throws SQLException {
        long id = sql.insert(
                """
                INSERT INTO operation (begun_seconds, begun_nanos, who, repository, operation, type, name, version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                start.at(),
                start.who(),
                start.repository(),
                start.operation().word(),
                start.artifact().map(ArtifactId::type),
                start.artifact().map(ArtifactId::name),
                number(start.version()));
        int position = 0;
        for (var argument : start.arguments().entrySet()) {
            sql.run(
                    "INSERT INTO argument (operation, position, name, value) VALUES (?, ?, ?, ?)",
                    id,
                    position++,
                    argument.getKey(),
                    argument.getValue());
        }
        return id;
    }

    private static Optional<Integer> number(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    /// Also drops what is not kept any more.
    @Override
    public void end(long id, OperationEnd end) {
        step(sql -> {
            Transaction.run(opened().connection(), () -> {
                sql.run("""
                        UPDATE operation SET ended_seconds = ?, ended_nanos = ?, outcome = ?, reason = ?,
                            version = coalesce(version, ?)
                        WHERE id = ?
                        """, end.at(), end.outcome().word(), end.reason(), number(end.version()), id);
                sql.run(
                        "DELETE FROM operation WHERE id <= ? OR begun_seconds < ?",
                        id - MOST,
                        end.at().minus(LONGEST).getEpochSecond());
            });
            return true;
        });
    }

    @Override
    public List<OperationEntry> find(OperationQuery query) {
        if (!file.place().exists()) {
            return List.of();
        }
        var condition = new ArrayList<String>();
        var values = new ArrayList<Object>();
        query.repository().ifPresent(text -> add(condition, values, "repository = ?", text));
        query.type().ifPresent(text -> add(condition, values, "type = ?", text));
        query.name().ifPresent(text -> add(condition, values, "name = ?", text));
        query.version().ifPresent(number -> add(condition, values, "version = ?", number));
        // Records have nanoseconds, and who asks for a moment does not.
        query.since().ifPresent(time -> add(condition, values, "begun_seconds >= ?", time.getEpochSecond()));
        values.add(query.limit());
        String where = condition.isEmpty() ? "" : " WHERE " + String.join(" AND ", condition);
        return step(sql -> {
            var entries = new ArrayList<OperationEntry>();
            for (OperationEntry entry : sql.all(
                    "SELECT " + COLUMNS + " FROM operation" + where + " ORDER BY id DESC LIMIT ?",
                    SqliteOperationHistory::entry,
                    values.toArray())) {
                entries.add(withArguments(entry, arguments(sql, entry.id())));
            }
            return List.copyOf(entries);
        });
    }

    private static void add(List<String> conditions, List<Object> values, String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }

    private static Map<String, String> arguments(CatalogSql sql, long id) throws SQLException {
        var arguments = new LinkedHashMap<String, String>();
        for (var each : sql.all(
                "SELECT name, value FROM argument WHERE operation = ? ORDER BY position",
                row -> Map.entry(row.getString(1), row.getString(2)),
                id)) {
            arguments.put(each.getKey(), each.getValue());
        }
        return arguments;
    }

    private static OperationEntry withArguments(OperationEntry entry, Map<String, String> arguments) {
        OperationStart start = entry.start();
        return new OperationEntry(
                entry.id(),
                new OperationStart(
                        start.at(),
                        start.who(),
                        start.repository(),
                        start.operation(),
                        start.artifact(),
                        start.version(),
                        arguments),
                entry.end());
    }

    private static OperationEntry entry(ResultSet row) throws SQLException {
        Optional<String> type = Optional.ofNullable(row.getString(7));
        int version = row.getInt(9);
        OptionalInt number = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
        var start = new OperationStart(
                CatalogSql.time(row, 2).orElseThrow(),
                row.getString(4),
                row.getString(5),
                Operation.ofWord(row.getString(6)).orElseThrow(() -> new SQLException("an operation of no known kind")),
                type.isPresent() ? Optional.of(new ArtifactId(type.get(), row.getString(8))) : Optional.empty(),
                number,
                Map.of());
        Optional<String> outcome = Optional.ofNullable(row.getString(12));
        Optional<OperationEnd> end = Optional.empty();
        if (outcome.isPresent()) {
            end = Optional.of(new OperationEnd(
                    CatalogSql.time(row, 10).orElseThrow(),
                    OperationEnd.Outcome.valueOf(outcome.get().toUpperCase(Locale.ROOT)),
                    Optional.ofNullable(row.getString(13)),
                    number));
        }
        return new OperationEntry(row.getLong(1), start, end);
    }

    @Override
    public synchronized void close() {
        if (open.isPresent()) {
            Open closing = open.get();
            open = Optional.empty();
            try {
                closing.sql().close();
                closing.connection().close();
            } catch (SQLException e) {
                throw file.unusable(e);
            }
        }
    }
}
