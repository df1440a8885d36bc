package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.catalog.CatalogHit;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Versions that have words.
final class HitRows {
    /// A name counts more than a tag, that more than what is said.
    private static final String SCORE = "bm25(words, 8.0, 4.0, 2.0, 1.0)";

    private HitRows() {}

    /// @param match the words, as `SearchWords` asks for them
    static CatalogPage<CatalogHit> page(CatalogSql sql, String match, CatalogQuery query) throws SQLException {
        var filter = new CatalogFilter(query);
        String from = " FROM words"
                + (filter.isAllVersions()
                        ? ""
                        : " JOIN version ON version.id = words.rowid JOIN artifact ON artifact.id = version.artifact")
                + " WHERE words MATCH ?" + filter.andVersions();
        var values = new ArrayList<Object>(List.of(match));
        values.addAll(filter.ofVersions());
        var asked = new ArrayList<>(values);
        // The score of the last that can be on the page.
        asked.add(Math.min(query.limit(), Long.MAX_VALUE - query.offset()) + query.offset() - 1);
        asked.add(query.limit());
        asked.add(query.offset());
        List<Hit> rows = sql.all(page(from, query), Hit::read, asked.toArray());
        var hits = new ArrayList<CatalogHit>();
        for (Hit hit : rows) {
            hits.add(hit(sql, hit));
        }
        long total = rows.isEmpty() && query.offset() > 0
                ? sql.one("SELECT count(*)" + from, row -> row.getLong(1), values.toArray())
                        .orElse(0L)
                : rows.stream().mapToLong(Hit::total).findFirst().orElse(0);
        return new CatalogPage<>(hits, total);
    }

    /// How well each matches is reckoned once, in the same pass that counts them; only those that come as far as the
    /// page are looked up.
    ///
    /// @param from what is searched, and for what
    private static String page(String from, CatalogQuery query) {
        return """
                    WITH hit AS MATERIALIZED (SELECT words.rowid AS id, %s AS score %s)
                    SELECT version.number, version.created_seconds, version.created_nanos, version.run, version.size,
                        version.files, version.status, version.id, artifact.id, artifact.type, artifact.name, version.deleted,
                        version.description, (SELECT count(*) FROM hit)
                    FROM hit CROSS JOIN version ON version.id = hit.id CROSS JOIN artifact ON artifact.id = version.artifact
                    WHERE hit.score <= coalesce((SELECT score FROM hit ORDER BY score LIMIT 1 OFFSET ?), hit.score)
                    ORDER BY %s LIMIT ? OFFSET ?
                    """.formatted(score(query), from, order(query));
    }

    private static String score(CatalogQuery query) {
        return switch (query.sort()) {
            case NAME, VERSIONS -> SCORE;
            case CREATED, SIZE -> "0";
        };
    }

    private static String order(CatalogQuery query) {
        String names = "artifact.type, artifact.name, version.number DESC";
        String way = query.descending() ? " DESC" : "";
        return switch (query.sort()) {
            case NAME, VERSIONS -> "hit.score, " + names;
            case CREATED -> "version.created_seconds" + way + ", version.created_nanos" + way + ", " + names;
            case SIZE -> "version.size" + way + ", " + names;
        };
    }

    private record Hit(
            VersionEntry entry,
            long version,
            long artifact,
            ArtifactId id,
            boolean deleted,
            String description,
            long total) {
        static Hit read(ResultSet row) throws SQLException {
            return new Hit(
                    new VersionEntry(
                            row.getInt(1),
                            CatalogSql.time(row, 2),
                            row.getString(4),
                            row.getLong(5),
                            row.getLong(6),
                            row.getString(7),
                            Map.of()),
                    row.getLong(8),
                    row.getLong(9),
                    new ArtifactId(row.getString(10), row.getString(11)),
                    row.getInt(12) != 0,
                    row.getString(13),
                    row.getLong(14));
        }
    }

    private static CatalogHit hit(CatalogSql sql, Hit hit) throws SQLException {
        List<String> tags = sql.all(
                "SELECT name FROM tag WHERE version = ? ORDER BY position", row -> row.getString(1), hit.version());
        List<String> aliases = sql.all(
                "SELECT name FROM alias WHERE artifact = ? AND number = ? ORDER BY name",
                row -> row.getString(1),
                hit.artifact(),
                hit.entry().version());
        return new CatalogHit(hit.id(), hit.entry(), hit.deleted(), hit.description(), tags, aliases);
    }
}
