package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.ArtifactRecord;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;

/// The rows of artifacts, as one transaction makes them anew: with those of their versions, aliases, tags, contents and
/// words, which say the same for other questions. One thread.
final class WrittenArtifacts {
    private static final String FORGET_TAGS = """
            DELETE FROM tagged WHERE type = ? AND name = ? AND tag IN (
                SELECT tag.name FROM version JOIN tag ON tag.version = version.id WHERE version.artifact = ?)
            """;

    private final CatalogSql sql;
    private boolean changed;

    WrittenArtifacts(CatalogSql sql) {
        this.sql = sql;
    }

    /// Writes an artifact in place of what was known of it.
    void put(ArtifactRecord artifact) throws SQLException {
        remove(artifact.id());
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

    void remove(ArtifactId artifact) throws SQLException {
        if (!changed) {
            changed = true;
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
    }
}
