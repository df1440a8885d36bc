package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.LineageDocument;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which versions came of which, by the runs in between.
///
/// @param nodes versions and runs, in the order in which they were met
/// @param edges from what was used to the run, and from the run to what it made
public record LineageGraph(List<Node> nodes, Set<Edge> edges) {
    /// Which way to look from a version.
    public enum Direction {
        /// What it came of.
        UP,
        /// What came of it.
        DOWN,
        /// Both.
        BOTH
    }

    /// A version or a run.
    ///
    /// @param id tells it from every other
    /// @param isRun whether it is a run
    public record Node(String id, boolean isRun) {}

    /// One step.
    ///
    /// @param from the id of a node
    /// @param to the id of a node
    public record Edge(String from, String to) {}

    /// The graph around a version.
    ///
    /// @param runs finds runs
    /// @param depth how many versions away, 1 or more
    /// @throws IllegalArgumentException if the depth is less than 1
    public static LineageGraph around(ArtifactId id, int number, RunLookup runs, Direction direction, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("the depth must be 1 or more: " + depth);
        }
        var root = new RunLookup.Version(id.type(), id.name(), number);
        var nodes = new LinkedHashMap<String, Node>();
        nodes.put(root.toString(), new Node(root.toString(), false));
        var edges = new LinkedHashSet<Edge>();
        if (direction != Direction.DOWN) {
            new Walk(runs, true, nodes, edges).from(root, depth);
        }
        if (direction != Direction.UP) {
            new Walk(runs, false, nodes, edges).from(root, depth);
        }
        return new LineageGraph(List.copyOf(nodes.values()), edges);
    }

    /// A walk in one direction; each has its own memory of where it was, so that a cycle ends and neither cuts the
    /// other short.
    private static final class Walk {
        private final boolean up;
        private final Map<String, Node> nodes;
        private final Set<Edge> edges;
        private final RunLookup runs;
        private final Map<RunLookup.Version, Integer> met = new HashMap<>();

        Walk(RunLookup runs, boolean up, Map<String, Node> nodes, Set<Edge> edges) {
            this.up = up;
            this.nodes = nodes;
            this.edges = edges;
            this.runs = runs;
        }

        void from(RunLookup.Version root, int depth) {
            var queue = new ArrayDeque<RunLookup.Version>();
            queue.add(root);
            met.put(root, 0);
            while (!queue.isEmpty()) {
                RunLookup.Version version = queue.remove();
                int distance = met.getOrDefault(version, 0);
                if (distance == depth) {
                    continue;
                }
                for (RunLineage run : up ? runs.madeBy(version) : runs.usedBy(version)) {
                    step(version.toString(), run);
                    for (LineageDocument.Entry entry : up ? run.used() : run.created()) {
                        RunLookup.Version next = RunLookup.Version.of(entry);
                        step(next, run);
                        if (met.putIfAbsent(next, distance + 1) == null) {
                            queue.add(next);
                        }
                    }
                }
            }
        }

        private void step(String version, RunLineage run) {
            String id = "run:" + run.run();
            nodes.putIfAbsent(id, new Node(id, true));
            edges.add(up ? new Edge(id, version) : new Edge(version, id));
        }

        private void step(RunLookup.Version next, RunLineage run) {
            nodes.putIfAbsent(next.toString(), new Node(next.toString(), false));
            String id = "run:" + run.run();
            edges.add(up ? new Edge(next.toString(), id) : new Edge(id, next.toString()));
        }
    }
}
