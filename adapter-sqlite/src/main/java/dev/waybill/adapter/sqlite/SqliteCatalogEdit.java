package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.catalog.ArtifactRecord;
import dev.waybill.domain.catalog.CatalogEdit;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.RunRecord;
import dev.waybill.domain.catalog.StoredDocument;
import dev.waybill.port.ObjectKey;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A catalog in the transaction that changes it: its documents, and with them the rows that are made of them.
final class SqliteCatalogEdit implements CatalogEdit {
    private final CatalogSql sql;
    private final WrittenArtifacts artifacts;

    SqliteCatalogEdit(CatalogSql sql) {
        this.sql = sql;
        this.artifacts = new WrittenArtifacts(sql);
    }

    /// What SQLite failed at, on its way through the domain.
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SQLException reason;

        Failed(SQLException reason) {
            super(reason);
            this.reason = reason;
        }

        SQLException reason() {
            return reason;
        }
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    private static <T> T step(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    @Override
    public boolean take(ObjectKey key) {
        return step(() -> {
            Optional<StoredDocument> staged = CatalogRows.find(sql, CatalogRows.Table.STAGED, key);
            if (staged.isEmpty()) {
                return false;
            }
            Optional<StoredDocument> before = CatalogRows.find(sql, CatalogRows.Table.DOCUMENT, key);
            StoredDocument now = merged(before, staged.get());
            CatalogRows.write(sql, CatalogRows.Table.DOCUMENT, now);
            sql.run("DELETE FROM staged WHERE key = ?", (Object) CatalogRows.bytes(key));
            return before.filter(old -> isSame(old, now)).isEmpty();
        });
    }

    private static StoredDocument merged(Optional<StoredDocument> before, StoredDocument staged) {
        Optional<byte[]> old = before.flatMap(StoredDocument::bytes);
        return staged.bytes().isPresent() || old.isEmpty() ? staged : new StoredDocument(staged.state(), true, old);
    }

    private static boolean isSame(StoredDocument old, StoredDocument now) {
        return old.stale() == now.stale()
                && old.state().flaw().equals(now.state().flaw())
                && Arrays.equals(old.bytes().orElse(new byte[0]), now.bytes().orElse(new byte[0]));
    }

    @Override
    public void discardStaged() {
        step(() -> sql.run("DELETE FROM staged"));
    }

    @Override
    public void mark(DocumentState state) {
        step(() -> {
            CatalogRows.write(sql, CatalogRows.Table.DOCUMENT, new StoredDocument(state, false, Optional.empty()));
            return true;
        });
    }

    @Override
    public void remove(ObjectKey key) {
        step(() -> sql.run("DELETE FROM document WHERE key = ?", (Object) CatalogRows.bytes(key)));
    }

    @Override
    public Optional<StoredDocument> document(ObjectKey key) {
        return step(() -> CatalogRows.find(sql, CatalogRows.Table.DOCUMENT, key));
    }

    @Override
    public void put(ArtifactRecord artifact) {
        step(() -> {
            artifacts.put(artifact);
            return true;
        });
    }

    @Override
    public void remove(ArtifactId artifact) {
        step(() -> {
            artifacts.remove(artifact);
            return true;
        });
    }

    @Override
    public void put(RunRecord run) {
        step(() -> {
            WrittenRuns.put(sql, run);
            return true;
        });
    }

    @Override
    public void remove(RunPath run) {
        step(() -> {
            WrittenRuns.remove(sql, run);
            return true;
        });
    }

    @Override
    public void problems(List<ArtifactProblem> problems) {
        step(() -> {
            sql.run("DELETE FROM problem");
            for (ArtifactProblem problem : problems) {
                sql.run("INSERT INTO problem (place, detail) VALUES (?, ?)", problem.where(), problem.detail());
            }
            return true;
        });
    }

    @Override
    public void state(CatalogState state) {
        step(() -> sql.run(
                """
                UPDATE catalog SET synced_seconds = ?, synced_nanos = ?, listed_seconds = ?, listed_nanos = ?,
                    generation = ?, foreign_writer = ?, metadata_include = ?, metadata_exclude = ?, runs = ?
                """,
                CatalogSql.time(state.syncedAt()),
                CatalogSql.time(state.listedAt()),
                state.generation(),
                state.foreign(),
                String.join("\n", state.selection().include()),
                String.join("\n", state.selection().exclude()),
                state.runs()));
    }
}
