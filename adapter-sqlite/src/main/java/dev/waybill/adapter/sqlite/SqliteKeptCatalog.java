package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.CatalogReader;
import dev.waybill.domain.catalog.KeptCatalog;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A catalog whose connections serve one look after the other, as long as the file at its place is the one that they
/// lead to and has the schema that this code knows. Any number of threads.
///
/// A connection that waits for the next look holds no lock, so nobody waits for it. Where the file system does not tell
/// one file from another, none is kept.
final class SqliteKeptCatalog implements KeptCatalog {
    /// So many look at once in most programs; more are opened where more do.
    private static final int KEPT_AT_MOST = 4;

    private final StateFile file;
    private final Object lock = new Object();
    private final Deque<Kept> idle = new ArrayDeque<>();
    private boolean closed;

    SqliteKeptCatalog(StateFile file) {
        this.file = file;
    }

    /// A connection with its statements.
    ///
    /// @param identity tells the file that it leads to from every other
    private record Kept(CatalogSql sql, Object identity) {}

    @Override
    @SuppressWarnings("MustBeClosedChecker") // Given away open.
    public Optional<CatalogReader> read() {
        Optional<Object> there = file.place().identity();
        for (Optional<Kept> kept = take(there); kept.isPresent(); kept = take(there)) {
            CatalogSql sql = kept.get().sql();
            if (isCurrent(sql)) {
                return Optional.of(SqliteCatalogReader.begin(file, sql, ending(there)));
            }
            end(sql);
        }
        return open(there);
    }

    /// Takes one that leads to this file, and closes those that lead to others.
    private Optional<Kept> take(Optional<Object> there) {
        List<Kept> others = new ArrayList<>();
        Optional<Kept> taken = Optional.empty();
        synchronized (lock) {
            while (taken.isEmpty() && !idle.isEmpty()) {
                Kept kept = idle.pop();
                if (there.equals(Optional.of(kept.identity()))) {
                    taken = Optional.of(kept);
                } else {
                    others.add(kept);
                }
            }
        }
        others.forEach(kept -> end(kept.sql()));
        return taken;
    }

    /// Whether no other version of this program changed the schema.
    private boolean isCurrent(CatalogSql sql) {
        try {
            return file.isOfLatestSchema(sql);
        } catch (SQLException unusable) {
            // Opening it anew tells what is wrong.
            return false;
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // Given away open.
    private Optional<CatalogReader> open(Optional<Object> before) {
        if (!file.place().exists()) {
            return Optional.empty();
        }
        file.place().refuseLinks();
        return file.openUnchecked().map(connection -> {
            // What another program put there meanwhile may be what was opened, or not.
            Optional<Object> now = file.place().identity().filter(identity -> before.equals(Optional.of(identity)));
            var sql = new CatalogSql(connection);
            return SqliteCatalogReader.begin(file, sql, ending(now.filter(identity -> isShared(sql))));
        });
    }

    /// Whether others can look while this is kept.
    private static boolean isShared(CatalogSql sql) {
        try {
            return !StateFile.isAlone(sql);
        } catch (SQLException unusable) {
            // Whoever reads is told what is wrong.
            return false;
        }
    }

    /// @param identity tells the file that is read from every other, if something does
    private SqliteCatalogReader.Ending ending(Optional<Object> identity) {
        return (sql, sound) -> {
            if (!sound || identity.isEmpty() || !isKept(sql, identity.get())) {
                sql.close();
            }
        };
    }

    private boolean isKept(CatalogSql sql, Object identity) {
        try {
            sql.run("ROLLBACK");
        } catch (SQLException unusable) {
            return false;
        }
        synchronized (lock) {
            if (closed || idle.size() >= KEPT_AT_MOST) {
                return false;
            }
            idle.push(new Kept(sql, identity));
            return true;
        }
    }

    /// Closes what is of no use any more. That it cannot be closed concerns nobody.
    private static void end(CatalogSql sql) {
        try {
            sql.close();
        } catch (SQLException ignored) {
            // Nothing was written.
        }
    }

    @Override
    public void close() {
        List<Kept> ended;
        synchronized (lock) {
            closed = true;
            ended = List.copyOf(idle);
            idle.clear();
        }
        ended.forEach(kept -> end(kept.sql()));
    }
}
