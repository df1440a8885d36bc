package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever happens to a repository, a catalog that was brought up to date step by step says what one says that is made
/// from nothing.
class CatalogPropertyTest {
    private static final int ROUNDS = 8;
    private static final int EDITS = 6;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_catalog_after_any_edits_is_as_one_that_is_made_from_nothing(long seed) throws InterruptedException {
        var random = new Random(seed);
        boolean alone = random.nextBoolean();
        try (var scene = alone ? new CatalogScene(folder) : new CatalogScene(folder, CatalogScene.ofFolders())) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int edit = 0; edit < EDITS; edit++) {
                    edit(scene, random, alone);
                }
                scene.synced(MetadataSyncOptions.DEFAULT.withFull(random.nextInt(4) == 0));
                try (var fresh = new CatalogFolder(scene)) {
                    assertThat(scene.said())
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(fresh.said());
                }
            }
        }
    }

    private static void edit(CatalogScene scene, Random random, boolean alone) throws InterruptedException {
        var id = new ArtifactId(random.nextBoolean() ? "model" : "dataset", "a" + random.nextInt(4));
        int number = 1 + random.nextInt(4);
        var run = new RunPath("demo", "train", "run" + random.nextInt(3));
        String alias = "alias" + random.nextInt(3);
        try {
            switch (random.nextInt(alone ? 10 : 12)) {
                case 0, 1 -> scene.save(id.toString(), "content " + random.nextInt(5));
                case 2 ->
                    scene.repository().save(scene.draft(id.toString(), "x").by(run));
                case 3 -> scene.repository().setAlias(id, number, alias);
                case 4 -> scene.repository().removeAlias(id, alias);
                case 5 -> scene.repository().changeTags(id, number, List.of("t" + random.nextInt(3)), List.of("t0"));
                case 6 -> scene.repository().delete(id, number, true);
                case 7 -> scene.repository().restore(id, number);
                case 8 ->
                    scene.repository()
                            .use(
                                    new ArtifactReference(
                                            Optional.of(id.type()), id.name(), Optional.of(number), Optional.empty()),
                                    run);
                case 9 -> scene.repository().remove(id, number, true);
                case 10 -> scene.delete("artifacts/" + id + "/versions.json");
                default -> scene.delete("demo/train/runs/" + run.id() + "/artifacts_used.json");
            }
        } catch (ArtifactFailure e) {
            // There is nothing that it could be done to.
        }
    }
}
