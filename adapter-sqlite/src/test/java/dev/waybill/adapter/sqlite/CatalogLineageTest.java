package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.artifact.RunLineage;
import dev.waybill.domain.artifact.RunLookup;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.catalog.CatalogBrowser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lineage in the catalog is that of the documents, however it is read ahead.
class CatalogLineageTest {
    private static final int VERSIONS = 60;

    @TempDir
    private Path folder;

    private static LineageDocument.Entry entry(int number) {
        return new LineageDocument.Entry(number % 2 == 0 ? "model" : "dataset", "n" + number % 7, number, Map.of());
    }

    private static ArtifactId artifact(int number) {
        return new ArtifactId(entry(number).type(), entry(number).name());
    }

    private static List<LineageDocument.Entry> some(Random random, int most) {
        // The same version twice now and then, and circles.
        return random.ints(random.nextInt(most + 1), 1, VERSIONS + 1)
                .mapToObj(CatalogLineageTest::entry)
                .toList();
    }

    private static String document(List<LineageDocument.Entry> entries) {
        return entries.stream()
                .map(each -> "{\"type\":\"%s\",\"name\":\"%s\",\"version\":%d}"
                        .formatted(each.type(), each.name(), each.version()))
                .collect(Collectors.joining(",", "{\"artifacts\":[", "]}"));
    }

    private static void put(CatalogScene scene, RunLineage run) {
        String at = run.run().project() + "/" + run.run().name() + "/runs/"
                + run.run().id() + "/";
        scene.put(at + "artifacts_created.json", document(run.created()));
        scene.put(at + "artifacts_used.json", document(run.used()));
    }

    private static void requireSame(CatalogScene scene, List<RunLineage> runs, int depth) {
        RunLookup documents = RunLookup.of(runs);
        for (int number = 1; number <= VERSIONS; number += 7) {
            try (CatalogBrowser browser = scene.browser()) {
                var found = LineageGraph.around(
                        artifact(number), number, browser.lineage(problem -> {}), LineageGraph.Direction.BOTH, depth);
                assertThat(found)
                        .as("around %s:v%d, %d steps", artifact(number), number, depth)
                        .isEqualTo(LineageGraph.around(
                                artifact(number), number, documents, LineageGraph.Direction.BOTH, depth));
            }
        }
    }

    @Test
    void graphs_with_circles_and_many_ways_are_those_of_the_documents() throws InterruptedException {
        for (int seed = 0; seed < 6; seed++) {
            var random = new Random(seed);
            try (var scene = new CatalogScene(folder.resolve("random-" + seed))) {
                var runs = new ArrayList<RunLineage>();
                for (int run = 0; run < 12 << seed % 3; run++) {
                    var path = RunPath.parse("demo/train/20261127_120000_%06x".formatted(run));
                    runs.add(new RunLineage(path, some(random, 2), some(random, 3)));
                    put(scene, runs.getLast());
                }
                assertThat(scene.synced().problems()).isEmpty();

                for (int depth : new int[] {1, 2, 5, VERSIONS}) {
                    requireSame(scene, runs, depth);
                }
            }
        }
    }

    @Test
    void a_long_chain_is_followed_to_its_ends() throws InterruptedException {
        try (var scene = new CatalogScene(folder)) {
            var runs = new ArrayList<RunLineage>();
            for (int number = 1; number < VERSIONS; number++) {
                var path = RunPath.parse("demo/train/20261127_120000_%06x".formatted(number));
                runs.add(new RunLineage(path, List.of(entry(number + 1)), List.of(entry(number))));
                put(scene, runs.getLast());
            }
            scene.synced();

            requireSame(scene, runs, VERSIONS);
            try (CatalogBrowser browser = scene.browser()) {
                var whole = LineageGraph.around(
                        artifact(30), 30, browser.lineage(problem -> {}), LineageGraph.Direction.BOTH, VERSIONS);
                assertThat(whole.nodes()).hasSize(2 * VERSIONS - 1);
            }
        }
    }
}
