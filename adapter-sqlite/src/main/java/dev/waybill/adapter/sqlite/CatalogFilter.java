package dev.waybill.adapter.sqlite;

import dev.waybill.domain.catalog.CatalogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conditions of a query, over `artifact` and `version`, and their values. One thread.
final class CatalogFilter {
    private static final String DELETED = "deleted";
    private static final String HAS_TAG = "EXISTS (SELECT 1 FROM tag WHERE tag.version = version.id AND tag.name = ?)";
    private static final String IS_TAGGED = "EXISTS (SELECT 1 FROM tagged WHERE tagged.tag = ?"
            + " AND tagged.type = artifact.type AND tagged.name = artifact.name)";

    private final List<String> artifact = new ArrayList<>();
    private final List<Object> artifactValues = new ArrayList<>();
    private final List<String> version = new ArrayList<>();
    private final List<Object> versionValues = new ArrayList<>();
    private final Optional<String> tag;

    CatalogFilter(CatalogQuery query) {
        tag = query.tag();
        query.type().ifPresent(type -> ofArtifact("artifact.type = ?", type));
        query.name().ifPresent(glob -> ofArtifact("artifact.name GLOB ?", glob));
        query.text().ifPresent(text -> ofArtifact("instr(lower(artifact.name), lower(?)) > 0", text));
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

    /// Whether a tag is asked for: `tagged` has those that have it, by type and name.
    boolean isTagged() {
        return tag.isPresent();
    }

    /// The rows of `artifact` that are asked for, beginning with `FROM`.
    String fromArtifacts() {
        return " FROM artifact" + where(IS_TAGGED);
    }

    /// Their ids, types and names, from where they are found soonest; the values are the same.
    String fromNames() {
        return isTagged() ? " FROM tagged AS artifact" + where("artifact.tag = ?") : fromArtifacts();
    }

    private String where(String tagged) {
        var all = new ArrayList<String>();
        if (isTagged()) {
            all.add(tagged);
        }
        all.addAll(artifact);
        if (!version.isEmpty()) {
            all.add("EXISTS (SELECT 1 FROM version WHERE version.artifact = artifact.id AND "
                    + String.join(" AND ", versions()) + ")");
        }
        return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
    }

    /// One version must have all, so the tag is asked for once more where more is asked for.
    private List<String> versions() {
        var all = new ArrayList<>(version);
        tag.ifPresent(name -> all.add(HAS_TAG));
        return all;
    }

    /// The values of either, in order.
    List<Object> ofArtifacts() {
        var all = new ArrayList<Object>();
        tag.ifPresent(all::add);
        all.addAll(artifactValues);
        if (!version.isEmpty()) {
            all.addAll(versionValues);
            tag.ifPresent(all::add);
        }
        return all;
    }

    /// Whether all versions are asked for.
    boolean isAllVersions() {
        return artifact.isEmpty() && versions().isEmpty();
    }

    /// What must be true of a row of `artifact` and `version`, beginning with `AND`.
    String andVersions() {
        var all = new ArrayList<>(artifact);
        all.addAll(versions());
        return all.isEmpty() ? "" : " AND " + String.join(" AND ", all);
    }

    /// The values of that, in order.
    List<Object> ofVersions() {
        var all = new ArrayList<Object>(artifactValues);
        all.addAll(versionValues);
        tag.ifPresent(all::add);
        return all;
    }
}
