package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.CatalogChange;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.CatalogWriter;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.FetchedDocument;
import dev.waybill.domain.catalog.PlannedDocument;
import dev.waybill.domain.catalog.PlannedDocuments;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes the catalog in one file. The threads that stage take turns; other processes that write wait for each commit,
/// and find at their own that the revision is another.
final class SqliteCatalogWriter implements CatalogWriter {
    private final StateFile file;
    private final Connection connection;
    private final CatalogSql sql;

    /// @param connection closed with this, also where it throws
    SqliteCatalogWriter(StateFile file, Connection connection, CatalogId id) {
        this.file = file;
        this.connection = connection;
        this.sql = new CatalogSql(connection);
        try {
            sql.run("""
                    INSERT OR IGNORE INTO catalog (id, scheme, location, root, revision, foreign_writer)
                    VALUES (1, ?, ?, ?, 0, 0)
                    """, id.store().scheme(), id.store().location(), id.root().value());
        } catch (SQLException e) {
            throw file.damaged(StateFile.closed(connection, e));
        }
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    /// What fails beside the catalog says nothing of the catalog.
    private synchronized <T> T beside(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException e) {
            throw SqliteErrors.unusable(
                    "what the sync means to do",
                    "in SQLite's temporary files (in SQLITE_TMPDIR, TMPDIR, /var/tmp or /tmp)",
                    e);
        }
    }

    private synchronized <T> T step(Step<T> step) {
        try {
            return step.run();
        } catch (SqliteCatalogEdit.Failed e) {
            throw file.damaged(e.reason());
        } catch (SQLException e) {
            throw file.damaged(e);
        }
    }

    @Override
    public CatalogState state() {
        return step(() -> CatalogRows.catalog(sql));
    }

    @Override
    public List<DocumentState> known(Optional<ObjectKey> after, int most) {
        return step(() -> CatalogRows.states(sql, CatalogRows.Table.DOCUMENT, after, most));
    }

    @Override
    public Optional<DocumentState> known(ObjectKey key) {
        return step(() -> CatalogRows.known(sql, key));
    }

    @Override
    public Map<ObjectKey, DocumentState> known(KeyPrefix prefix) {
        return step(() -> CatalogRows.known(sql, prefix));
    }

    @Override
    public List<DocumentState> staged(Optional<ObjectKey> after, int most) {
        return step(() -> CatalogRows.states(sql, CatalogRows.Table.STAGED, after, most));
    }

    @Override
    public PlannedDocuments plan() {
        beside(() -> {
            PlannedRows.make(sql);
            return true;
        });
        return new Plan();
    }

    @Override
    public void stage(Collection<FetchedDocument> documents) {
        step(() -> {
            Transaction.run(connection, () -> {
                for (FetchedDocument document : documents) {
                    CatalogRows.stage(sql, document);
                }
            });
            return true;
        });
    }

    @Override
    public boolean commit(long revision, CatalogChange change) {
        var made = new AtomicBoolean();
        return step(() -> {
            Transaction.run(connection, () -> {
                if (CatalogRows.catalog(sql).revision() == revision) {
                    change.apply(new SqliteCatalogEdit(sql));
                    sql.run("UPDATE catalog SET revision = revision + 1");
                    made.set(true);
                }
            });
            return made.get();
        });
    }

    @Override
    public void close() {
        step(() -> {
            sql.close();
            return true;
        });
    }

    private final class Plan implements PlannedDocuments {
        @Override
        public void add(Collection<PlannedDocument> documents) {
            beside(() -> {
                Transaction.runBeside(connection, () -> {
                    for (PlannedDocument document : documents) {
                        PlannedRows.add(sql, document);
                    }
                });
                return true;
            });
        }

        @Override
        public void drop(ObjectKey key) {
            beside(() -> {
                PlannedRows.drop(sql, key);
                return true;
            });
        }

        @Override
        public boolean has(ObjectKey key) {
            return beside(() -> PlannedRows.has(sql, key));
        }

        @Override
        public List<PlannedDocument> page(Optional<ObjectKey> after, int most) {
            return beside(() -> PlannedRows.page(sql, after, most));
        }
    }
}
