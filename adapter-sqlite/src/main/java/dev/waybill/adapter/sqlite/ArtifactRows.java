package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lists of artifacts. All that is said of one is in its row.
final class ArtifactRows {
    private static final String COLUMNS = "SELECT artifact.type, artifact.name, artifact.versions, artifact.status,"
            + " artifact.latest, artifact.created_seconds, artifact.created_nanos, artifact.run, artifact.size,"
            + " artifact.files, artifact.aliases";

    private ArtifactRows() {}

    /// The types that have an artifact of this name, in order.
    static List<String> types(CatalogSql sql, String name) throws SQLException {
        return sql.all("SELECT type FROM artifact WHERE name = ? ORDER BY type", row -> row.getString(1), name);
    }

    static CatalogPage<ArtifactSummary> page(CatalogSql sql, CatalogQuery query) throws SQLException {
        var filter = new CatalogFilter(query);
        List<Object> values = filter.ofArtifacts();
        values.add(query.limit());
        values.add(query.offset());
        List<ArtifactSummary> rows = sql.all(page(filter, query), ArtifactRows::read, values.toArray());
        // A page that is not full is the last one.
        boolean last = rows.size() < query.limit() && (query.offset() == 0 || !rows.isEmpty());
        long total = last
                ? query.offset() + rows.size()
                : sql.one(
                                "SELECT count(*)" + filter.fromNames(),
                                row -> row.getLong(1),
                                filter.ofArtifacts().toArray())
                        .orElse(0L);
        return new CatalogPage<>(rows, total);
    }

    private static String page(CatalogFilter filter, CatalogQuery query) {
        String part = " ORDER BY " + order(query) + " LIMIT ? OFFSET ?";
        if (!filter.isTagged() || query.sort() != CatalogQuery.Sort.NAME) {
            return COLUMNS + filter.fromArtifacts() + part;
        }
        return COLUMNS + " FROM (SELECT artifact.id" + filter.fromNames() + part
                + ") AS page CROSS JOIN artifact ON artifact.id = page.id ORDER BY " + order(query);
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

    private static ArtifactSummary read(ResultSet row) throws SQLException {
        var id = new ArtifactId(row.getString(1), row.getString(2));
        String status = row.getString(4);
        Optional<VersionEntry> latest = status == null
                ? Optional.empty()
                : Optional.of(new VersionEntry(
                        row.getInt(5),
                        CatalogSql.time(row, 6),
                        row.getString(8),
                        row.getLong(9),
                        row.getLong(10),
                        status,
                        Map.of()));
        return new ArtifactSummary(id, row.getInt(3), latest, AliasText.read(row.getBytes(11)));
    }
}
