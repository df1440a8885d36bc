package dev.waybill.adapter.sqlite;

import dev.waybill.domain.artifact.RunLineage;
import dev.waybill.domain.artifact.RunLookup.Version;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.format.LineageDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The runs that made or used versions. Who follows lineage asks of one version after the other, so what lies behind a
/// version is read with it: little at first, more each time that something is asked for which was not. One thread.
final class LineageRows {
    private static final int MORE_AHEAD = 2;
    private static final int MOST_AHEAD = 1024;
    private static final int KEPT_AT_MOST = 20_000;

    /// Versions in the order of their distance, each once, so that a circle ends; and the runs of each.
    private static final String NEAR = """
            WITH RECURSIVE near (name, number, type) AS (
                SELECT ?2, ?3, ?4
                UNION
                SELECT next.name, next.number, next.type FROM near
                    CROSS JOIN lineage AS hit ON hit.name = near.name AND hit.number = near.number
                        AND hit.type = near.type AND hit.made = ?1
                    CROSS JOIN lineage AS next ON next.run = hit.run AND next.made = 1 - ?1
                LIMIT ?5
            )
            SELECT DISTINCT near.type, near.name, near.number, hit.run
            FROM near
                LEFT JOIN lineage AS hit ON hit.name = near.name AND hit.number = near.number
                    AND hit.type = near.type AND hit.made = ?1
            """;

    /// What is asked of runs. Read once for all versions that they made or used: to read texts takes most of it.
    private static final String RUNS = """
            SELECT run.id, run.project, run.name, run.run, entry.made, entry.type, entry.name, entry.number
            FROM json_each(?) AS wanted
                CROSS JOIN run ON run.id = wanted.value
                CROSS JOIN lineage AS entry ON entry.run = run.id
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
            return List.copyOf(read.getOrDefault(version, List.of()));
        }

        private void readAhead(Version version) throws SQLException {
            var nearOf = new HashMap<Long, List<Version>>();
            sql.all(
                    NEAR,
                    row -> {
                        var near = new Version(row.getString(1), row.getString(2), row.getInt(3));
                        read.put(near, new ArrayList<>());
                        long run = row.getLong(4);
                        return row.wasNull()
                                || nearOf.computeIfAbsent(run, each -> new ArrayList<>())
                                        .add(near);
                    },
                    made,
                    version.name(),
                    version.number(),
                    version.type(),
                    ahead);
            for (Run run : ofRows(nearOf.keySet())) {
                var lineage = run.lineage();
                nearOf.getOrDefault(run.row(), List.of())
                        .forEach(near -> read.computeIfAbsent(near, each -> new ArrayList<>())
                                .add(lineage));
            }
        }
    }

    /// The runs of these rows, in order.
    private List<Run> ofRows(Set<Long> rows) throws SQLException {
        String wanted = rows.stream().map(row -> Long.toString(row)).collect(Collectors.joining(",", "[", "]"));
        var runs = new ArrayList<Run>();
        sql.all(RUNS, row -> Run.last(row, runs).add(row), wanted);
        return runs;
    }

    /// What a run made and used.
    private record Run(long row, RunPath path, List<LineageDocument.Entry> created, List<LineageDocument.Entry> used) {
        /// The run of a row, which is the last of `runs` or comes behind it.
        static Run last(ResultSet row, List<Run> runs) throws SQLException {
            if (runs.isEmpty() || runs.getLast().row() != row.getLong(1)) {
                var path = new RunPath(row.getString(2), row.getString(3), row.getString(4));
                runs.add(new Run(row.getLong(1), path, new ArrayList<>(), new ArrayList<>()));
            }
            return runs.getLast();
        }

        boolean add(ResultSet row) throws SQLException {
            var entry = new LineageDocument.Entry(row.getString(6), row.getString(7), row.getInt(8), Map.of());
            return (row.getInt(5) == 0 ? used : created).add(entry);
        }

        RunLineage lineage() {
            return new RunLineage(path, List.copyOf(created), List.copyOf(used));
        }
    }
}
