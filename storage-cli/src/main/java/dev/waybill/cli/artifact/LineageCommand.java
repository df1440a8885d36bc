package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.LineageGraph;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what a version came of and what came of it.
@Command(
        name = "lineage",
        description = {
            "Show which versions a version came of, and which came of it, by the runs that used and made them.",
            "The runs of the repository are read for it; what cannot be read is named and passed over."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact lineage net:v3 --in lab:",
            "  waybill artifact lineage net --direction up --graph mermaid",
            "  waybill artifact lineage faces:v1 --direction down --graph dot | dot -Tsvg"
        })
final class LineageCommand extends BrowsingCommand {
    /// How the graph is written for people and other programs.
    enum Graph {
        LIST,
        MERMAID,
        DOT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "VERSION", description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    @Option(
            names = "--direction",
            paramLabel = "WAY",
            defaultValue = "both",
            description = "up, down or both (default: ${DEFAULT-VALUE}).")
    private LineageGraph.Direction direction = LineageGraph.Direction.BOTH;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "10",
            description = "At most so many versions away (default: ${DEFAULT-VALUE}).")
    private int depth = 10;

    @Option(
            names = "--graph",
            paramLabel = "FORM",
            defaultValue = "list",
            description = "list, mermaid or dot (default: ${DEFAULT-VALUE}).")
    private Graph form = Graph.LIST;

    LineageCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactVersion version = work.browser().version(reference(typed));
        LineageGraph graph = typed(() -> LineageGraph.around(
                version.id(), version.number(), work.browser().lineage(work.problems()), direction, depth));
        if (isJson()) {
            json(work, "lineage", json -> {
                json.writeStringProperty("root", version.toString());
                json.writeArrayPropertyStart("nodes");
                graph.nodes().forEach(node -> {
                    json.writeStartObject();
                    json.writeStringProperty("id", node.id());
                    json.writeStringProperty("kind", node.isRun() ? "run" : "version");
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeArrayPropertyStart("edges");
                graph.edges().forEach(edge -> {
                    json.writeStartObject();
                    json.writeStringProperty("from", edge.from());
                    json.writeStringProperty("to", edge.to());
                    json.writeEndObject();
                });
                json.writeEndArray();
            });
        } else {
            switch (form) {
                case LIST ->
                    graph.edges().forEach(edge -> work.console().line(SafeText.of(edge.from() + " -> " + edge.to())));
                case MERMAID -> mermaid(work, graph);
                case DOT -> dot(work, graph);
            }
        }
        return work.problems().exitCode();
    }

    private static void mermaid(Work work, LineageGraph graph) {
        work.console().line("graph LR");
        Map<String, String> names = names(graph);
        for (LineageGraph.Node node : graph.nodes()) {
            String label = '"' + escaped(node.id()) + '"';
            work.console().line("  " + names.get(node.id()) + (node.isRun() ? "([" + label + "])" : "[" + label + "]"));
        }
        graph.edges()
                .forEach(edge -> work.console().line("  " + names.get(edge.from()) + " --> " + names.get(edge.to())));
    }

    /// What would end the text for Mermaid, or be an entity or HTML to it, is written as an entity.
    private static String escaped(String id) {
        return SafeText.of(id)
                .replace("#", "#35;")
                .replace("&", "#amp;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }

    private static void dot(Work work, LineageGraph graph) {
        work.console().line("digraph lineage {");
        work.console().line("  rankdir=LR;");
        for (LineageGraph.Node node : graph.nodes()) {
            work.console().line("  " + quoted(node.id()) + " [shape=" + (node.isRun() ? "ellipse" : "box") + "];");
        }
        graph.edges()
                .forEach(edge -> work.console().line("  " + quoted(edge.from()) + " -> " + quoted(edge.to()) + ";"));
        work.console().line("}");
    }

    private static Map<String, String> names(LineageGraph graph) {
        var names = new HashMap<String, String>();
        graph.nodes().forEach(node -> names.put(node.id(), "n" + names.size()));
        return names;
    }

    private static String quoted(String id) {
        return '"' + SafeText.of(id).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
