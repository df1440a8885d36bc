package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.LineageGraph.Direction;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which versions came of which.
class LineageGraphTest {
    private final ArtifactScene scene = new ArtifactScene().recorded();

    @AfterEach
    void close() {
        scene.close();
    }

    private LineageGraph around(String type, String name, int number, Direction direction, int depth)
            throws InterruptedException {
        return LineageGraph.around(
                new ArtifactId(type, name), number, scene.repository().lineage(scene.problems::add), direction, depth);
    }

    @Test
    void what_a_version_came_of_is_what_runicorn_finds() throws InterruptedException {
        LineageGraph graph = around("model", "sample-model", 2, Direction.UP, 5);

        assertThat(graph.nodes()).hasSize(8);
        assertThat(graph.edges()).hasSize(8);
        assertThat(graph.nodes())
                .filteredOn(node -> !node.isRun())
                .extracting(LineageGraph.Node::id)
                .containsExactlyInAnyOrder(
                        "model/sample-model:v2",
                        "model/sample-model:v1",
                        "dataset/sample-dataset:v2",
                        "dataset/sample-dataset:v1");
    }

    @Test
    void what_came_of_a_version_is_found_too() throws InterruptedException {
        LineageGraph graph = around("dataset", "sample-dataset", 1, Direction.DOWN, 1);

        assertThat(graph.nodes())
                .extracting(LineageGraph.Node::id)
                .containsExactlyInAnyOrder(
                        "dataset/sample-dataset:v1",
                        "run:demo/data-prep/20261121_011932_ca8aab",
                        "dataset/sample-dataset:v2",
                        "run:demo/train/20261121_011932_7895e1",
                        "model/sample-model:v1");
    }

    @Test
    void looking_up_does_not_keep_from_looking_down() throws InterruptedException {
        List<LineageGraph.Node> both =
                around("model", "sample-model", 1, Direction.BOTH, 9).nodes();

        assertThat(both)
                .extracting(LineageGraph.Node::id)
                .contains("dataset/sample-dataset:v1", "model/sample-model:v2");
    }

    @Test
    void a_cycle_ends() throws InterruptedException {
        String run = "demo/loop/runs/20261121_000000_000001/";
        String entry = "{\"artifacts\": [{\"name\": \"sample-model\", \"type\": \"model\", \"version\": 1}]}";
        scene.put(run + "artifacts_used.json", entry);
        scene.put(run + "artifacts_created.json", entry);

        assertThat(around("model", "sample-model", 1, Direction.BOTH, 100).nodes())
                .extracting(LineageGraph.Node::id)
                .contains("run:demo/loop/20261121_000000_000001");
    }
}
