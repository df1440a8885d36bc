package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.CatalogQuery;
import java.util.ArrayList;
import java.util.List;

/// The conditions of a query, over `artifact` and `version`, and their values. One thread.
final class CatalogFilter {
    private static final String DELETED = "deleted";

    private final List<String> artifact = new ArrayList<>();
    private final List<Object> artifactValues = new ArrayList<>();
    private final List<String> version = new ArrayList<>();
    private final List<Object> versionValues = new ArrayList<>();

    CatalogFilter(CatalogQuery query) {
        query.type().ifPresent(type -> ofArtifact("artifact.type = ?", type));
        query.name().ifPresent(glob -> ofArtifact("artifact.name GLOB ?", glob));
        query.text().ifPresent(text -> ofArtifact("instr(lower(artifact.name), lower(?)) > 0", text));
        query.tag()
                .ifPresent(tag ->
                        ofVersion("EXISTS (SELECT 1 FROM tag WHERE tag.version = version.id AND tag.name = ?)", tag));
        query.alias()
                .ifPresent(alias -> ofVersion(
                        "EXISTS (SELECT 1 FROM alias WHERE alias.artifact = version.artifact"
                                + " AND alias.number = version.number AND alias.name = ?)",
                        alias));
        query.status().ifPresent(status -> {
            if (status.equals(DELETED)) {
                version.add("(version.deleted = 1 OR version.status = 'deleted')");
            } else {
                ofVersion("version.deleted = 0 AND version.status = ?", status);
            }
        });
        query.createdFrom()
                .ifPresent(time -> ofVersion("(version.created_seconds, version.created_nanos) >= (?, ?)", time));
        query.createdBefore()
                .ifPresent(time -> ofVersion("(version.created_seconds, version.created_nanos) < (?, ?)", time));
    }

    private void ofArtifact(String condition, Object value) {
        artifact.add(condition);
        artifactValues.add(value);
    }

    private void ofVersion(String condition, Object value) {
        version.add(condition);
        versionValues.add(value);
    }

    /// What must be true of a row of `artifact`, beginning with `WHERE`.
    String ofArtifacts() {
        var all = new ArrayList<>(artifact);
        if (!version.isEmpty()) {
            all.add("EXISTS (SELECT 1 FROM version WHERE version.artifact = artifact.id AND "
                    + String.join(" AND ", version) + ")");
        }
        return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    }

    /// What must be true of a row of `artifact` and `version`, beginning with `AND`.
    String ofVersions() {
        var all = new ArrayList<>(artifact);
        all.addAll(version);
        return all.isEmpty() ? "" : " AND " + String.join(" AND ", all);
    }

    /// The values of either, in order.
    List<Object> values() {
        var all = new ArrayList<>(artifactValues);
        all.addAll(versionValues);
        return all;
    }
}
