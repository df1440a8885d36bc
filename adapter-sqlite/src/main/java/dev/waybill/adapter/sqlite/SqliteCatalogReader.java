package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.RepositoryStatistics;
import dev.waybill.domain.artifact.RunLineage;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.catalog.CatalogHit;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogReader;
import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.StoredDocument;
import dev.waybill.port.ObjectKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads the catalog in one file as it was when this was opened. Any number of threads; they take turns.
final class SqliteCatalogReader implements CatalogReader {
    private static final String ENTRY = "version.number, version.created_seconds, version.created_nanos, version.run,"
            + " version.size, version.files, version.status";
    private static final int ENTRY_COLUMNS = 7;

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
        return step(
                () -> sql.all("SELECT type FROM artifact WHERE name = ? ORDER BY type", row -> row.getString(1), name));
    }

    @Override
    public CatalogPage<ArtifactSummary> artifacts(CatalogQuery query) {
        var filter = new CatalogFilter(query);
        return step(() -> {
            String page = "(SELECT * FROM artifact" + filter.ofArtifacts() + " ORDER BY " + order(query)
                    + " LIMIT ? OFFSET ?) AS artifact";
            List<Found> rows = sql.all(
                    "SELECT artifact.id, artifact.type, artifact.name, artifact.versions, " + ENTRY + " FROM " + page
                            + " LEFT JOIN version ON version.artifact = artifact.id"
                            + " AND version.number = artifact.latest ORDER BY " + order(query),
                    Found::read,
                    paged(filter.values(), query).toArray());
            // A page that is not full is the last one.
            boolean last = rows.size() < query.limit() && (query.offset() == 0 || !rows.isEmpty());
            long total = last
                    ? query.offset() + rows.size()
                    : count("SELECT count(*) FROM artifact" + filter.ofArtifacts(), filter.values());
            Map<Long, Map<String, Integer>> aliases = aliases(rows);
            var summaries = new ArrayList<ArtifactSummary>();
            for (Found found : rows) {
                summaries.add(new ArtifactSummary(
                        found.id(), found.versions(), found.latest(), aliases.getOrDefault(found.row(), Map.of())));
            }
            return new CatalogPage<>(summaries, total);
        });
    }

    /// A row of the list of artifacts.
    private record Found(long row, ArtifactId id, int versions, Optional<VersionEntry> latest) {
        static Found read(ResultSet row) throws SQLException {
            row.getInt(5);
            Optional<VersionEntry> latest = row.wasNull() ? Optional.empty() : Optional.of(versionEntry(row, 5));
            return new Found(row.getLong(1), new ArtifactId(row.getString(2), row.getString(3)), row.getInt(4), latest);
        }
    }

    private static VersionEntry versionEntry(ResultSet row, int at) throws SQLException {
        return new VersionEntry(
                row.getInt(at),
                CatalogSql.time(row, at + 1),
                row.getString(at + 3),
                row.getLong(at + 4),
                row.getLong(at + 5),
                row.getString(at + 6),
                Map.of());
    }

    private static String order(CatalogQuery query) {
        String way = query.descending() ? " DESC" : "";
        String names = "artifact.type" + way + ", artifact.name" + way;
        return switch (query.sort()) {
            case NAME -> names;
            case CREATED -> "artifact.created_seconds" + way + ", artifact.created_nanos" + way + ", " + names;
            case SIZE -> "artifact.size" + way + ", " + names;
            case VERSIONS -> "artifact.versions" + way + ", " + names;
        };
    }

    private static List<Object> paged(List<Object> values, CatalogQuery query) {
        values.add(query.limit());
        values.add(query.offset());
        return values;
    }

    private long count(String query, List<Object> values) throws SQLException {
        return sql.one(query, row -> row.getLong(1), values.toArray()).orElse(0L);
    }

    /// The aliases of these artifacts, by their rows.
    private Map<Long, Map<String, Integer>> aliases(List<Found> page) throws SQLException {
        String rows = page.stream().map(found -> Long.toString(found.row())).collect(Collectors.joining(",", "[", "]"));
        var aliases = new HashMap<Long, Map<String, Integer>>();
        sql.all(
                "SELECT alias.artifact, alias.name, alias.number FROM json_each(?) AS page"
                        + " CROSS JOIN alias ON alias.artifact = page.value",
                row -> aliases.computeIfAbsent(row.getLong(1), artifact -> new TreeMap<>())
                                .put(row.getString(2), row.getInt(3))
                        == null,
                rows);
        return aliases;
    }

    @Override
    public CatalogPage<CatalogHit> search(List<String> words, CatalogQuery query) {
        String match = SearchWords.query(words);
        if (match.isEmpty()) {
            return new CatalogPage<>(List.of(), 0);
        }
        var filter = new CatalogFilter(query);
        String from = " FROM words JOIN version ON version.id = words.rowid"
                + " JOIN artifact ON artifact.id = version.artifact WHERE words MATCH ?" + filter.ofVersions();
        var values = new ArrayList<Object>(List.of(match));
        values.addAll(filter.values());
        return step(() -> {
            long total = count("SELECT count(*)" + from, values);
            List<Hit> rows = sql.all(
                    "SELECT " + ENTRY + ", version.id, artifact.id, artifact.type, artifact.name, version.deleted,"
                            + " version.description" + from + " ORDER BY " + hits(query) + " LIMIT ? OFFSET ?",
                    Hit::read,
                    paged(values, query).toArray());
            var hits = new ArrayList<CatalogHit>();
            for (Hit hit : rows) {
                hits.add(hit(hit));
            }
            return new CatalogPage<>(hits, total);
        });
    }

    /// A name counts more than a tag, that more than what is said.
    private static String hits(CatalogQuery query) {
        String names = "artifact.type, artifact.name, version.number DESC";
        String way = query.descending() ? " DESC" : "";
        return switch (query.sort()) {
            case NAME, VERSIONS -> "bm25(words, 8.0, 4.0, 2.0, 1.0), " + names;
            case CREATED -> "version.created_seconds" + way + ", version.created_nanos" + way + ", " + names;
            case SIZE -> "version.size" + way + ", " + names;
        };
    }

    private record Hit(
            VersionEntry entry, long version, long artifact, ArtifactId id, boolean deleted, String description) {
        static Hit read(ResultSet row) throws SQLException {
            int at = ENTRY_COLUMNS;
            return new Hit(
                    versionEntry(row, 1),
                    row.getLong(at + 1),
                    row.getLong(at + 2),
                    new ArtifactId(row.getString(at + 3), row.getString(at + 4)),
                    row.getInt(at + 5) != 0,
                    row.getString(at + 6));
        }
    }

    private CatalogHit hit(Hit hit) throws SQLException {
        List<String> tags = sql.all(
                "SELECT name FROM tag WHERE version = ? ORDER BY position", row -> row.getString(1), hit.version());
        List<String> aliases = sql.all(
                "SELECT name FROM alias WHERE artifact = ? AND number = ? ORDER BY name",
                row -> row.getString(1),
                hit.artifact(),
                hit.entry().version());
        return new CatalogHit(hit.id(), hit.entry(), hit.deleted(), hit.description(), tags, aliases);
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
        return step(() -> {
            Optional<RepositoryStatistics> kept = SumRows.kept(sql);
            return kept.isPresent() ? kept.get() : counted();
        });
    }

    private RepositoryStatistics counted() throws SQLException {
        RepositoryStatistics counted = SumRows.count(sql);
        long revision = CatalogRows.catalog(sql).revision();
        // This connection looks at one state until the end, and so writes nothing.
        if (file.exists()) {
            file.openUnchecked().ifPresent(connection -> keep(connection, revision, counted));
        }
        return counted;
    }

    private static void keep(Connection connection, long revision, RepositoryStatistics counted) {
        try (var writing = new CatalogSql(connection)) {
            SumRows.keep(writing, revision, counted);
        } catch (SQLException ignored) {
            // What cannot be kept is counted again.
        }
    }

    @Override
    public CatalogSize size() {
        return step(() -> sql.one(
                        """
                        SELECT (SELECT count(*) FROM artifact), (SELECT count(*) FROM version), (SELECT count(*) FROM run),
                            (SELECT count(*) FROM document), (SELECT count(*) FROM document WHERE stale),
                            (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
                        """,
                        row -> new CatalogSize(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6)))
                .orElseThrow());
    }

    @Override
    public List<ArtifactProblem> problems() {
        return step(() -> sql.all("""
                SELECT CAST(key AS TEXT), flaw FROM document WHERE flaw IS NOT NULL
                UNION ALL SELECT place, detail FROM problem ORDER BY 1
                """, row -> new ArtifactProblem(row.getString(1), row.getString(2))));
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
