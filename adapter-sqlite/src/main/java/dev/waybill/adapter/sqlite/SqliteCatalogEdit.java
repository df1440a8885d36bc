package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.ArtifactRecord;
import dev.waybill.domain.catalog.CatalogEdit;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.RunRecord;
import dev.waybill.domain.catalog.StoredDocument;
import dev.waybill.port.ObjectKey;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A catalog in the transaction that changes it.
final class SqliteCatalogEdit implements CatalogEdit {
    private static final String FORGET_TAGS = """
            DELETE FROM tagged WHERE type = ? AND name = ? AND tag IN (
                SELECT tag.name FROM version JOIN tag ON tag.version = version.id WHERE version.artifact = ?)
            """;

    private final CatalogSql sql;
    private boolean artifactsChanged;

    SqliteCatalogEdit(CatalogSql sql) {
        this.sql = sql;
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
        remove(artifact.id());
        step(() -> {
            Optional<ArtifactRecord.Version> latest = artifact.versions().stream()
                    .filter(version -> artifact.latest()
                            .filter(number -> number == version.entry().version())
                            .isPresent())
                    .findFirst();
            long row = sql.insert(
                    """
                    INSERT INTO artifact (type, name, stale, versions, latest, created_seconds, created_nanos, size, run,
                        files, status, aliases)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    artifact.id().type(),
                    artifact.id().name(),
                    artifact.stale(),
                    artifact.versions().size(),
                    artifact.latest(),
                    CatalogSql.time(latest.flatMap(version -> version.entry().createdAt())),
                    latest.map(version -> version.entry().sizeBytes()).orElse(0L),
                    latest.map(version -> version.entry().createdByRun()).orElse(""),
                    latest.map(version -> version.entry().numFiles()).orElse(0L),
                    latest.map(version -> version.entry().status()),
                    AliasText.of(artifact.aliases()));
            for (var alias : artifact.aliases().entrySet()) {
                sql.run(
                        "INSERT INTO alias (artifact, name, number) VALUES (?, ?, ?)",
                        row,
                        alias.getKey(),
                        alias.getValue());
            }
            for (ArtifactRecord.Version version : artifact.versions()) {
                put(row, artifact.id(), version);
            }
            putTags(row, artifact);
            return true;
        });
    }

    private void putTags(long row, ArtifactRecord artifact) throws SQLException {
        var tags = new TreeSet<String>();
        artifact.versions().forEach(version -> tags.addAll(version.tags()));
        for (String tag : tags) {
            sql.run(
                    "INSERT OR IGNORE INTO tagged (tag, type, name, id) VALUES (?, ?, ?, ?)",
                    tag,
                    artifact.id().type(),
                    artifact.id().name(),
                    row);
        }
    }

    private void put(long artifact, ArtifactId id, ArtifactRecord.Version version) throws SQLException {
        long row = sql.insert(
                """
                INSERT INTO version (artifact, number, created_seconds, created_nanos, run, size, files, status, deleted,
                    description, refs, ref_bytes, stale)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                artifact,
                version.entry().version(),
                CatalogSql.time(version.entry().createdAt()),
                version.entry().createdByRun(),
                version.entry().sizeBytes(),
                version.entry().numFiles(),
                version.entry().status(),
                version.deleted(),
                version.description(),
                version.references(),
                version.referenceBytes(),
                version.stale());
        int position = 0;
        for (String tag : version.tags()) {
            sql.run("INSERT INTO tag (version, position, name) VALUES (?, ?, ?)", row, position++, tag);
        }
        position = 0;
        for (ManifestFile file : version.files()) {
            sql.run(
                    "INSERT INTO content (version, position, digest, size) VALUES (?, ?, ?, ?)",
                    row,
                    position++,
                    HexFormat.of().parseHex(file.digest().hex()),
                    file.size());
        }
        sql.run(
                "INSERT INTO words (rowid, name, tags, description, metadata) VALUES (?, ?, ?, ?, ?)",
                row,
                SearchWords.indexed(id.name()),
                SearchWords.indexed(String.join(" | ", version.tags())),
                SearchWords.indexed(version.description()),
                SearchWords.indexed(version.metadata()));
    }

    @Override
    public void remove(ArtifactId artifact) {
        step(() -> {
            if (!artifactsChanged) {
                artifactsChanged = true;
                SumRows.forget(sql);
            }
            Optional<Long> row = sql.one(
                    "SELECT id FROM artifact WHERE type = ? AND name = ?",
                    found -> found.getLong(1),
                    artifact.type(),
                    artifact.name());
            if (row.isPresent()) {
                sql.run("DELETE FROM words WHERE rowid IN (SELECT id FROM version WHERE artifact = ?)", row.get());
                sql.run(FORGET_TAGS, artifact.type(), artifact.name(), row.get());
                sql.run("DELETE FROM artifact WHERE id = ?", row.get());
            }
            return true;
        });
    }

    @Override
    public void put(RunRecord run) {
        RunPath path = run.lineage().run();
        remove(path);
        step(() -> {
            long row = sql.insert(
                    """
                    INSERT INTO run (project, name, run, status, created_seconds, created_nanos, deleted)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    path.project(),
                    path.name(),
                    path.id(),
                    run.status(),
                    CatalogSql.time(run.createdAt()),
                    run.deleted());
            put(row, true, run.lineage().created());
            put(row, false, run.lineage().used());
            return true;
        });
    }

    private void put(long run, boolean made, List<LineageDocument.Entry> entries) throws SQLException {
        int position = 0;
        for (LineageDocument.Entry entry : entries) {
            sql.run(
                    "INSERT INTO lineage (run, made, position, type, name, number) VALUES (?, ?, ?, ?, ?, ?)",
                    run,
                    made,
                    position++,
                    entry.type(),
                    entry.name(),
                    entry.version());
        }
    }

    @Override
    public void remove(RunPath run) {
        step(() -> sql.run(
                "DELETE FROM run WHERE project = ? AND name = ? AND run = ?", run.project(), run.name(), run.id()));
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
