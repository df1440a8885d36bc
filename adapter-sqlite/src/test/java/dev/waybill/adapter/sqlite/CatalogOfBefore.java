package dev.waybill.adapter.sqlite;

import java.util.ArrayList;
import java.util.List;

/// What takes the file of a catalog back to what an earlier version made of it.
final class CatalogOfBefore {
    private static final List<String> DELETED_LATEST = List.of("""
            UPDATE artifact SET latest = version.number, created_seconds = version.created_seconds,
                created_nanos = version.created_nanos, size = version.size, run = version.run, files = version.files,
                status = version.status
            FROM version WHERE version.artifact = artifact.id AND version.number = coalesce(
                (SELECT alias.number FROM alias WHERE alias.artifact = artifact.id AND alias.name = 'latest'),
                (SELECT max(each.number) FROM version AS each WHERE each.artifact = artifact.id))
            """);

    private static final List<String> NO_LISTS = List.of(
            "DROP TABLE tagged",
            "DROP INDEX artifact_stale",
            "DROP INDEX artifact_created",
            "DROP INDEX artifact_size",
            "DROP INDEX artifact_versions",
            "ALTER TABLE artifact DROP COLUMN run",
            "ALTER TABLE artifact DROP COLUMN files",
            "ALTER TABLE artifact DROP COLUMN status",
            "ALTER TABLE artifact DROP COLUMN aliases",
            "CREATE INDEX artifact_created ON artifact (created_seconds, created_nanos)",
            "CREATE INDEX artifact_size ON artifact (size)",
            "CREATE INDEX artifact_versions ON artifact (versions)",
            "CREATE INDEX tag_name ON tag (name)");

    private static final List<String> NO_SELECTION = List.of(
            "ALTER TABLE catalog DROP COLUMN metadata_include",
            "ALTER TABLE catalog DROP COLUMN metadata_exclude",
            "ALTER TABLE catalog DROP COLUMN runs");

    private static final List<List<String>> BACK =
            List.of(DELETED_LATEST, NO_LISTS, NO_SELECTION, List.of("DROP TABLE sums"));

    private CatalogOfBefore() {}

    /// The statements that make a catalog of today one of `version`.
    static List<String> ofVersion(int version) {
        var steps = new ArrayList<String>();
        for (List<String> back : BACK.subList(0, CatalogSchema.SCHEMA.latest() - version)) {
            steps.addAll(back);
        }
        steps.add("PRAGMA user_version = " + version);
        return steps;
    }
}
