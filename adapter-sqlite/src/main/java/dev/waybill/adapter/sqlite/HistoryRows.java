package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.RunTotals;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.Tally;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of `history` and `history_item`: how a run and what it did become some, and are read from them.
final class HistoryRows {
    static final String INSERT_RUN = """
            INSERT INTO history (name, local, remote, command, direction, options, undoes, begun)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING id
            """;

    /// Takes the end, the outcome, the detail, the totals and the run's number.
    static final String END_RUN = """
            UPDATE history SET ended = ?, outcome = ?, detail = ?, moved_objects = ?, moved_bytes = ?,
                deleted_objects = ?, deleted_bytes = ?, conflicts = ?, failures = ?
            WHERE id = ?
            """;

    /// To be followed by a condition or an order.
    static final String SELECT_RUN = """
            SELECT name, local, remote, command, direction, options, undoes, begun, ended, outcome, detail,
                moved_objects, moved_bytes, deleted_objects, deleted_bytes, conflicts, failures
            FROM history
            """;

    static final String INSERT_ITEM = """
            INSERT OR REPLACE INTO history_item
                (run, key, action, result, reason, was, became, kept, base, problem, message)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /// To be followed by a condition and an order.
    static final String SELECT_ITEM = """
            SELECT key, action, result, reason, was, became, kept, base, problem, message
            FROM history_item JOIN history ON history.id = history_item.run
            """;

    private HistoryRows() {}

    static void bind(PreparedStatement insert, RunStart run) throws SQLException {
        insert.setString(1, run.name().value());
        insert.setString(2, run.local());
        insert.setString(3, run.remote());
        insert.setString(4, run.command());
        insert.setString(5, run.direction().name());
        insert.setString(6, run.options());
        insert.setString(7, run.undoes().map(RunName::value).orElse(null));
        insert.setString(8, run.begin().toString());
    }

    static void bind(PreparedStatement update, RunTotals totals) throws SQLException {
        update.setLong(4, totals.moved().objects());
        update.setLong(5, totals.moved().bytes());
        update.setLong(6, totals.deleted().objects());
        update.setLong(7, totals.deleted().bytes());
        update.setLong(8, totals.conflicts());
        update.setLong(9, totals.failures());
    }

    static void bind(PreparedStatement insert, long run, RunItem item) throws SQLException {
        insert.setLong(1, run);
        insert.setBytes(2, SyncedRows.bytes(item.key().value()));
        insert.setString(3, item.action().name());
        insert.setString(4, item.result().name());
        insert.setString(5, item.reason().map(Reason::name).orElse(null));
        insert.setString(6, item.before().map(ItemText::of).orElse(null));
        insert.setString(7, item.after().map(ItemText::of).orElse(null));
        insert.setString(8, item.kept().map(ObjectKey::value).orElse(null));
        insert.setString(9, item.base().map(ItemText::of).orElse(null));
        insert.setString(10, item.problem().map(RunItem.Problem::kind).orElse(null));
        insert.setString(11, item.problem().map(RunItem.Problem::message).orElse(null));
    }

    static RunEntry run(ResultSet row) throws SQLException {
        var start = new RunStart(
                new RunName(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                SyncDirection.valueOf(row.getString(5)),
                row.getString(6),
                text(row, 7).map(RunName::new),
                Instant.parse(row.getString(8)));
        var totals = new RunTotals(
                new Tally(row.getLong(12), row.getLong(13)),
                new Tally(row.getLong(14), row.getLong(15)),
                row.getLong(16),
                row.getLong(17));
        return new RunEntry(start, text(row, 9).map(Instant::parse), text(row, 10), text(row, 11), totals);
    }

    static RunItem item(ResultSet row) throws SQLException {
        var key = new ObjectKey(new String(row.getBytes(1), StandardCharsets.UTF_8));
        String message = text(row, 10).orElse("");
        return new RunItem(
                key,
                RunItem.Action.valueOf(row.getString(2)),
                RunItem.Result.valueOf(row.getString(3)),
                text(row, 4).flatMap(HistoryRows::reason),
                text(row, 5).map(ItemText::version),
                text(row, 6).map(ItemText::version),
                text(row, 7).map(ObjectKey::new),
                text(row, 8).map(base -> ItemText.synced(key, base)),
                text(row, 9).map(kind -> new RunItem.Problem(kind, message)));
    }

    /// A reason that another version of Waybill had is none here; it decides nothing about what was done.
    private static Optional<Reason> reason(String name) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        @Nullable String text = row.getString(column);
        return Optional.ofNullable(text);
    }
}
