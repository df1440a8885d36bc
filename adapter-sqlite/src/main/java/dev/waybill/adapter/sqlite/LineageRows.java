package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.RunLineage;
import dev.waybill.domain.artifact.RunLookup.Version;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.format.LineageDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The runs that made or used versions. Who follows lineage asks of one version after the other, so what lies behind a
/// version is read with it: little at first, more each time that something is asked for which was not. One thread.
final class LineageRows {
    private static final int MORE_AHEAD = 4;
    private static final int MOST_AHEAD = 1024;
    private static final int KEPT_AT_MOST = 20_000;

    /// Versions in the order of their distance, each once, so that a circle ends; then all that is asked of each.
    private static final String AHEAD = """
            WITH RECURSIVE near (name, number, type) AS (
                SELECT ?2, ?3, ?4
                UNION
                SELECT next.name, next.number, next.type FROM near
                    CROSS JOIN lineage AS hit ON hit.name = near.name AND hit.number = near.number
                        AND hit.type = near.type AND hit.made = ?1
                    CROSS JOIN lineage AS next ON next.run = hit.run AND next.made = 1 - ?1
                LIMIT ?5
            )
            SELECT DISTINCT near.type, near.name, near.number, run.project, run.name, run.run,
                entry.made, entry.position, entry.type, entry.name, entry.number
            FROM near
                LEFT JOIN lineage AS hit ON hit.name = near.name AND hit.number = near.number
                    AND hit.type = near.type AND hit.made = ?1
                LEFT JOIN run ON run.id = hit.run
                LEFT JOIN lineage AS entry ON entry.run = hit.run
            ORDER BY run.project, run.name, run.run, entry.made, entry.position
            """;

    private final CatalogSql sql;
    private final Way up = new Way(true);
    private final Way down = new Way(false);

    LineageRows(CatalogSql sql) {
        this.sql = sql;
    }

    /// @param made whether the runs that made it are wanted; those that used it otherwise
    List<RunLineage> runs(boolean made, Version version) throws SQLException {
        return (made ? up : down).runs(version);
    }

    /// What was read in one direction.
    private final class Way {
        private final boolean made;
        private final Map<Version, List<RunLineage>> read = new HashMap<>();
        private int ahead = 1;

        Way(boolean made) {
            this.made = made;
        }

        List<RunLineage> runs(Version version) throws SQLException {
            if (!read.containsKey(version)) {
                if (read.size() > KEPT_AT_MOST) {
                    read.clear();
                }
                readAhead(version);
                ahead = Math.min(MOST_AHEAD, ahead * MORE_AHEAD);
            }
            return read.getOrDefault(version, List.of());
        }

        private void readAhead(Version version) throws SQLException {
            var found = new LinkedHashMap<Version, Map<RunPath, Entries>>();
            for (Row row : sql.all(AHEAD, Row::read, made, version.name(), version.number(), version.type(), ahead)) {
                Map<RunPath, Entries> runs = found.computeIfAbsent(row.near(), each -> new LinkedHashMap<>());
                row.run()
                        .ifPresent(run -> runs.computeIfAbsent(run, each -> Entries.none())
                                .of(row.made())
                                .add(row.entry()));
            }
            found.forEach((near, runs) -> read.put(
                    near,
                    runs.entrySet().stream()
                            .map(run -> run.getValue().of(run.getKey()))
                            .toList()));
        }
    }

    /// What a run made and used.
    private record Entries(List<LineageDocument.Entry> created, List<LineageDocument.Entry> used) {
        static Entries none() {
            return new Entries(new ArrayList<>(), new ArrayList<>());
        }

        RunLineage of(RunPath run) {
            return new RunLineage(run, List.copyOf(created), List.copyOf(used));
        }

        List<LineageDocument.Entry> of(boolean made) {
            return made ? created : used;
        }
    }

    /// One thing that a run of a version made or used; only the version where no run did.
    private record Row(Version near, Optional<RunPath> run, boolean made, LineageDocument.Entry entry) {
        static Row read(ResultSet row) throws SQLException {
            var near = new Version(row.getString(1), row.getString(2), row.getInt(3));
            String project = row.getString(4);
            if (project == null) {
                return new Row(near, Optional.empty(), false, new LineageDocument.Entry("", "", 0, Map.of()));
            }
            return new Row(
                    near,
                    Optional.of(new RunPath(project, row.getString(5), row.getString(6))),
                    row.getInt(7) != 0,
                    new LineageDocument.Entry(row.getString(9), row.getString(10), row.getInt(11), Map.of()));
        }
    }
}
