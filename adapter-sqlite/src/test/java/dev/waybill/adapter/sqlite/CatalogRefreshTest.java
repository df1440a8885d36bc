package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.catalog.DocumentState;
import dev.waybill.domain.catalog.FetchedDocument;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.operation.ArtifactOperations;
import dev.waybill.domain.operation.OperationHistory;
import dev.waybill.domain.operation.OperationRecorder;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done to a repository through its operations shows in the catalog at once, by few requests.
class CatalogRefreshTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");
    private static final int ROUNDS = 6;
    private static final int EDITS = 4;

    @TempDir
    private Path folder;

    private static ArtifactOperations operations(CatalogScene scene) {
        return new ArtifactOperations(
                scene.repository(),
                new CatalogRefresh(scene.store, scene.root, scene.catalogs(), scene.clock),
                new OperationRecorder(
                        OperationHistory.NONE, scene.sync().id(), "me@here", scene.clock, scene.warnings::add));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_catalog_after_any_operations_is_as_one_that_is_made_from_nothing(long seed) throws InterruptedException {
        var random = new Random(seed);
        boolean folders = random.nextBoolean();
        try (var scene = folders ? new CatalogScene(folder, CatalogScene.ofFolders()) : new CatalogScene(folder)) {
            scene.save("model/a0", "first");
            scene.synced();
            for (int round = 0; round < ROUNDS; round++) {
                for (int edit = 0; edit < EDITS; edit++) {
                    operate(scene, random);
                }
                try (var fresh = new CatalogFolder(scene)) {
                    assertThat(scene.said())
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(fresh.said());
                }
                if (random.nextInt(4) == 0) {
                    MetadataSyncReport report = scene.synced();
                    assertThat(report.artifacts()).as("what a sync finds new").isZero();
                }
            }
            assertThat(scene.warnings).isEmpty();
            try (CatalogBrowser browser = scene.browser()) {
                assertThat(browser.state().foreign()).isFalse();
            }
        }
    }

    private static void operate(CatalogScene scene, Random random) throws InterruptedException {
        var id = new ArtifactId(random.nextBoolean() ? "model" : "dataset", "a" + random.nextInt(3));
        int number = 1 + random.nextInt(4);
        var run = new RunPath("demo", "train", "run" + random.nextInt(3));
        var operations = operations(scene);
        try {
            switch (random.nextInt(9)) {
                case 0, 1 -> operations.save(scene.draft(id.toString(), "content " + random.nextInt(5)));
                case 2 -> operations.save(scene.draft(id.toString(), "x").by(run));
                case 3 -> operations.setAlias(id, number, "alias" + random.nextInt(3));
                case 4 -> operations.removeAlias(id, "alias" + random.nextInt(3));
                case 5 -> operations.changeTags(id, number, List.of("t" + random.nextInt(3)), List.of("t0"));
                case 6 -> operations.delete(id, number, random.nextBoolean());
                case 7 -> operations.restore(id, number);
                default -> operations.remove(id, number, random.nextBoolean());
            }
        } catch (ArtifactFailure e) {
            // There is nothing that it could be done to.
        }
    }

    @Test
    void an_operation_lists_nothing_and_fetches_what_it_changed_alone() throws InterruptedException {
        try (var scene = new CatalogScene(folder)) {
            for (int i = 0; i < 20; i++) {
                scene.save("model/net", "content " + i);
            }
            scene.synced();
            long gets = scene.store.calls(Operation.GET);
            long lists = scene.store.calls(Operation.LIST);

            operations(scene).setAlias(NET, 7, "production");

            assertThat(scene.calls(Operation.GET, gets)).isEqualTo(3);
            assertThat(scene.calls(Operation.LIST, lists)).isZero();
            try (CatalogBrowser browser = scene.browser()) {
                assertThat(browser.version(ArtifactReference.parse("net:production"))
                                .number())
                        .isEqualTo(7);
            }
        }
    }

    @Test
    void what_others_saved_meanwhile_comes_whole() throws InterruptedException {
        try (var scene = new CatalogScene(folder)) {
            scene.save("model/net", "one");
            scene.synced();
            scene.save("model/net", "of somebody else");
            scene.repository().delete(NET, 2, false);

            operations(scene).setAlias(NET, 1, "production");

            try (CatalogBrowser browser = scene.browser()) {
                assertThat(browser.versions(NET)).isEqualTo(scene.repository().versions(NET));
                assertThat(browser.version(ArtifactReference.parse("net:v2")))
                        .isEqualTo(scene.repository().version(ArtifactReference.parse("net:v2")));
            }
        }
    }

    @Test
    void where_there_is_no_catalog_none_is_made_and_nothing_asked() throws InterruptedException {
        try (var scene = new CatalogScene(folder)) {
            scene.save("model/net", "one");

            operations(scene).setAlias(NET, 1, "production");

            assertThat(scene.store.calls(Operation.GET)).isZero();
            assertThat(scene.catalogs().ids()).isEmpty();
        }
    }

    @Test
    void a_catalog_that_cannot_follow_is_warned_of_and_the_operation_is_done() throws InterruptedException {
        try (var scene = new CatalogScene(folder)) {
            scene.save("model/net", "one");
            scene.synced();
            scene.store.failEvery(Operation.GET, Fault.NOT_REACHED);

            operations(scene).setAlias(NET, 1, "production");

            assertThat(scene.warnings).singleElement().asString().contains("it was done", "before the next sync");
            assertThat(scene.repository()
                            .version(ArtifactReference.parse("net:production"))
                            .number())
                    .isOne();
        }
    }

    @Test
    void what_a_sync_has_laid_by_stays_for_it_when_an_operation_comes_in_between() throws InterruptedException {
        try (var scene = new CatalogScene(folder)) {
            scene.save("model/net", "one");
            scene.synced();
            scene.save("dataset/faces", "two");
            var id = scene.sync().id();
            try (var writer = scene.catalogs().openWriter(id)) {
                long revision = writer.state().revision();
                var laidBy = scene.root.key("artifacts/dataset/faces/versions.json");
                var state = new DocumentState(
                        laidBy, Optional.empty(), 2, CatalogScene.NOON, true, CatalogScene.NOON, Optional.empty());
                writer.stage(List.of(new FetchedDocument(state, Optional.of(new byte[] {'{', '}'}))));

                operations(scene).setAlias(NET, 1, "production");

                assertThat(writer.staged(Optional.empty(), 1000))
                        .extracting(DocumentState::key)
                        .contains(laidBy);
                assertThat(writer.commit(revision, edit -> {})).isFalse();
            }
        }
    }
}
