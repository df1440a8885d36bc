package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.RepositoryStatistics;
import dev.waybill.domain.artifact.RunLineage;
import dev.waybill.domain.catalog.CatalogHit;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogReader;
import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.StoredDocument;
import dev.waybill.port.ObjectKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the catalog in one file as it was when this was opened. Any number of threads; they take turns.
final class SqliteCatalogReader implements CatalogReader {
    private final StateFile file;
    private final CatalogSql sql;
    private final Ending ending;
    private final LineageRows lineage;
    private boolean sound = true;
    private boolean closed;

    /// What becomes of the statements of a reader that is closed.
    interface Ending {
        /// Keeps them, or closes them.
        ///
        /// @param sound whether nothing failed
        void end(CatalogSql sql, boolean sound) throws SQLException;
    }

    private SqliteCatalogReader(StateFile file, CatalogSql sql, Ending ending) {
        this.file = file;
        this.sql = sql;
        this.ending = ending;
        this.lineage = new LineageRows(sql);
    }

    /// Begins to read.
    ///
    /// @param sql not in use by others until the end
    /// @param ending told when this is closed
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Given away open, or closed where it throws.
    static SqliteCatalogReader begin(StateFile file, CatalogSql sql, Ending ending) {
        var reader = new SqliteCatalogReader(file, sql, ending);
        boolean begun = false;
        try {
            reader.begin();
            begun = true;
            return reader;
        } finally {
            if (!begun) {
                reader.close();
            }
        }
    }

    private void begin() {
        step(() -> {
            sql.run("BEGIN");
            // The first look settles what is seen until the end.
            return CatalogRows.catalog(sql);
        });
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    private synchronized <T> T step(Step<T> step) {
        if (closed) {
            throw new IllegalStateException("the catalog " + file.path() + " was closed, and is asked");
        }
        try {
            return step.run();
        } catch (SQLException e) {
            sound = false;
            throw file.damaged(e);
        }
    }

    @Override
    public CatalogState state() {
        return step(() -> CatalogRows.catalog(sql));
    }

    @Override
    public Optional<StoredDocument> document(ObjectKey key) {
        return step(() -> CatalogRows.find(sql, CatalogRows.Table.DOCUMENT, key));
    }

    @Override
    public Optional<DocumentState> known(ObjectKey key) {
        return step(() -> CatalogRows.known(sql, key));
    }

    @Override
    public List<DocumentState> stale(List<ObjectKey> keys) {
        return step(() -> {
            var stale = new ArrayList<DocumentState>();
            for (ObjectKey key : keys) {
                CatalogRows.stale(sql, key).ifPresent(stale::add);
            }
            return stale;
        });
    }

    @Override
    public List<String> types(String name) {
        return step(() -> ArtifactRows.types(sql, name));
    }

    @Override
    public CatalogPage<ArtifactSummary> artifacts(CatalogQuery query) {
        return step(() -> ArtifactRows.page(sql, query));
    }

    @Override
    public CatalogPage<CatalogHit> search(List<String> words, CatalogQuery query) {
        String match = SearchWords.query(words);
        return match.isEmpty() ? new CatalogPage<>(List.of(), 0) : step(() -> HitRows.page(sql, match, query));
    }

    @Override
    public List<RunLineage> madeBy(Version version) {
        return step(() -> lineage.runs(true, version));
    }

    @Override
    public List<RunLineage> usedBy(Version version) {
        return step(() -> lineage.runs(false, version));
    }

    @Override
    public RepositoryStatistics statistics() {
        return step(() -> SumRows.of(sql, file));
    }

    @Override
    public CatalogSize size() {
        return step(() -> CatalogRows.size(sql));
    }

    @Override
    public List<ArtifactProblem> problems() {
        return step(() -> CatalogRows.problems(sql));
    }

    /// Calling it again does nothing.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ending.end(sql, sound);
        } catch (SQLException e) {
            throw file.damaged(e);
        }
    }
}
