package dev.waybill.adapter.sqlite;

import java.util.List;
import java.util.stream.Stream;

/// What the file of a catalog holds: the documents as they were fetched, and an index made of them, which can be made
/// anew at any time.
final class CatalogSchema {
    /// Marks the file as a catalog (`PRAGMA application_id`): "Wayc".
    private static final int APPLICATION_ID = 0x57617963;

    private static final List<String> DOCUMENTS = List.of(
            """
            CREATE TABLE catalog (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                scheme TEXT NOT NULL,
                location TEXT NOT NULL,
                root TEXT NOT NULL,
                revision INTEGER NOT NULL,
                synced_seconds INTEGER,
                synced_nanos INTEGER,
                listed_seconds INTEGER,
                listed_nanos INTEGER,
                generation TEXT,
                foreign_writer INTEGER NOT NULL
            ) STRICT
            """,
            documents("document"),
            documents("staged"),
            "CREATE INDEX document_flaw ON document (key) WHERE flaw IS NOT NULL",
            "CREATE TABLE problem (place TEXT NOT NULL, detail TEXT NOT NULL) STRICT");

    private static final List<String> ARTIFACTS = List.of(
            """
            CREATE TABLE artifact (
                id INTEGER PRIMARY KEY,
                type TEXT NOT NULL,
                name TEXT NOT NULL,
                stale INTEGER NOT NULL,
                versions INTEGER NOT NULL,
                latest INTEGER,
                created_seconds INTEGER,
                created_nanos INTEGER,
                size INTEGER NOT NULL,
                UNIQUE (type, name)
            ) STRICT
            """,
            """
            CREATE TABLE version (
                id INTEGER PRIMARY KEY,
                artifact INTEGER NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                created_seconds INTEGER,
                created_nanos INTEGER,
                run TEXT NOT NULL,
                size INTEGER NOT NULL,
                files INTEGER NOT NULL,
                status TEXT NOT NULL,
                deleted INTEGER NOT NULL,
                description TEXT NOT NULL,
                refs INTEGER NOT NULL,
                ref_bytes INTEGER NOT NULL,
                stale INTEGER NOT NULL,
                UNIQUE (artifact, number)
            ) STRICT
            """,
            """
            CREATE TABLE alias (
                artifact INTEGER NOT NULL REFERENCES artifact (id) ON DELETE CASCADE,
                name TEXT NOT NULL,
                number INTEGER NOT NULL,
                PRIMARY KEY (artifact, name)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE tag (
                version INTEGER NOT NULL REFERENCES version (id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                name TEXT NOT NULL,
                PRIMARY KEY (version, position)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE content (
                version INTEGER NOT NULL REFERENCES version (id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                digest BLOB NOT NULL,
                size INTEGER NOT NULL,
                PRIMARY KEY (version, position)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX artifact_name ON artifact (name)",
            "CREATE INDEX artifact_created ON artifact (created_seconds, created_nanos)",
            "CREATE INDEX artifact_size ON artifact (size)",
            "CREATE INDEX artifact_versions ON artifact (versions)",
            "CREATE INDEX version_created ON version (created_seconds, created_nanos)",
            "CREATE INDEX alias_name ON alias (name)",
            "CREATE INDEX tag_name ON tag (name)",
            "CREATE VIRTUAL TABLE words USING fts5 (name, tags, description, metadata,"
                    + " tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')");

    private static final List<String> RUNS =
            List.of("""
            CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                project TEXT NOT NULL,
                name TEXT NOT NULL,
                run TEXT NOT NULL,
                status TEXT NOT NULL,
                created_seconds INTEGER,
                created_nanos INTEGER,
                deleted INTEGER NOT NULL,
                UNIQUE (project, name, run)
            ) STRICT
            """, """
            CREATE TABLE lineage (
                run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
                made INTEGER NOT NULL,
                position INTEGER NOT NULL,
                type TEXT NOT NULL,
                name TEXT NOT NULL,
                number INTEGER NOT NULL,
                PRIMARY KEY (run, made, position)
            ) STRICT, WITHOUT ROWID
            """, "CREATE INDEX lineage_version ON lineage (name, number, type, made)");

    private static final List<String> SUMS = List.of("""
            CREATE TABLE sums (
                id INTEGER PRIMARY KEY CHECK (id = 1),
                artifacts INTEGER NOT NULL,
                versions INTEGER NOT NULL,
                files INTEGER NOT NULL,
                file_bytes INTEGER NOT NULL,
                distinct_bytes INTEGER NOT NULL,
                refs INTEGER NOT NULL,
                ref_bytes INTEGER NOT NULL
            ) STRICT
            """);

    private static final List<String> SELECTION = List.of(
            "ALTER TABLE catalog ADD COLUMN metadata_include TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE catalog ADD COLUMN metadata_exclude TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE catalog ADD COLUMN runs INTEGER NOT NULL DEFAULT 1");

    /// What lists ask for lies in the rows that they read, in the orders that they ask for: of each artifact its latest
    /// version and its aliases, and of each tag the artifacts that have it in a version.
    private static final List<String> LISTS = List.of(
            "ALTER TABLE artifact ADD COLUMN run TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE artifact ADD COLUMN files INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE artifact ADD COLUMN status TEXT",
            "ALTER TABLE artifact ADD COLUMN aliases TEXT NOT NULL DEFAULT ''",
            """
            UPDATE artifact SET run = version.run, files = version.files, status = version.status
            FROM version WHERE version.artifact = artifact.id AND version.number = artifact.latest
            """,
            "UPDATE artifact SET aliases = " + AliasText.OF_ARTIFACT,
            "DROP INDEX artifact_created",
            "DROP INDEX artifact_size",
            "DROP INDEX artifact_versions",
            "CREATE INDEX artifact_created ON artifact (created_seconds, created_nanos, type, name)",
            "CREATE INDEX artifact_size ON artifact (size, type, name)",
            "CREATE INDEX artifact_versions ON artifact (versions, type, name)",
            // The smallest index is what counting all reads.
            "CREATE INDEX artifact_stale ON artifact (stale)",
            """
            CREATE TABLE tagged (
                tag TEXT NOT NULL,
                type TEXT NOT NULL,
                name TEXT NOT NULL,
                id INTEGER NOT NULL,
                PRIMARY KEY (tag, type, name)
            ) STRICT, WITHOUT ROWID
            """,
            """
            INSERT INTO tagged (tag, type, name, id)
            SELECT DISTINCT tag.name, artifact.type, artifact.name, artifact.id FROM tag
                JOIN version ON version.id = tag.version JOIN artifact ON artifact.id = version.artifact
            ORDER BY 1, 2, 3
            """,
            "DROP INDEX tag_name");

    private static final String LATEST_IS_DELETED = "EXISTS (SELECT 1 FROM version AS gone"
            + " WHERE gone.artifact = artifact.id AND gone.number = artifact.latest AND gone.deleted)";

    /// The latest version is one that is not deleted, whatever the index of the repository names.
    private static final List<String> LATEST = List.of("""
            UPDATE artifact SET latest = version.number, created_seconds = version.created_seconds,
                created_nanos = version.created_nanos, size = version.size, run = version.run, files = version.files,
                status = version.status
            FROM version WHERE version.artifact = artifact.id AND version.number = (
                    SELECT max(live.number) FROM version AS live WHERE live.artifact = artifact.id AND NOT live.deleted)
                AND\s""" + LATEST_IS_DELETED, """
            UPDATE artifact SET latest = NULL, created_seconds = NULL, created_nanos = NULL, size = 0, run = '',
                files = 0, status = NULL
            WHERE\s""" + LATEST_IS_DELETED);

    /// That of catalogs.
    static final Schema SCHEMA = new Schema(
            APPLICATION_ID,
            List.of(
                    Stream.of(DOCUMENTS, ARTIFACTS, RUNS).flatMap(List::stream).toList(),
                    SUMS,
                    SELECTION,
                    LISTS,
                    LATEST));

    private CatalogSchema() {}

    /// What documents say is deflated and comes last, so that looking at versions alone reads none of it.
    private static String documents(String table) {
        return """
                CREATE TABLE %s (
                    key BLOB NOT NULL PRIMARY KEY,
                    etag TEXT,
                    size INTEGER NOT NULL,
                    modified_seconds INTEGER NOT NULL,
                    modified_nanos INTEGER NOT NULL,
                    settled INTEGER NOT NULL,
                    noted_seconds INTEGER NOT NULL,
                    noted_nanos INTEGER NOT NULL,
                    flaw_kind TEXT,
                    flaw TEXT,
                    stale INTEGER NOT NULL,
                    bytes BLOB
                ) STRICT
                """.formatted(table);
    }
}
