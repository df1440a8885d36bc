package dev.waybill.domain.artifact;

import static dev.waybill.domain.artifact.ArtifactSaveTest.NET;
import static dev.waybill.domain.artifact.ArtifactSaveTest.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Removes what nobody needs, finds damage and mends it.
class RepositoryCareTest {
    private static final String FOLDER = "artifacts/model/tiny-net/";
    private static final Duration DAY = Duration.ofDays(1);

    private final ArtifactScene scene = new ArtifactScene();
    private final ArtifactRepository repository = scene.repository();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void contents_that_no_version_has_go_when_they_are_old_enough() throws InterruptedException {
        repository.save(draft("shared"));
        repository.save(draft("alone"));
        repository.save(draft("shared"));
        repository.remove(NET, 2, false);

        assertThat(repository.planSweep(DAY).contents()).isZero();
        scene.clock.advance(DAY);
        assertThat(repository.planSweep(DAY)).isEqualTo(new SweepReport(1, 5, List.of(), List.of()));
        assertThat(scene.keys("artifacts/.dedup/")).hasSize(2);

        assertThat(repository.sweep(DAY).contents()).isEqualTo(1);
        assertThat(scene.keys("artifacts/.dedup/")).hasSize(1);
        assertThat(scene.keys("artifacts/.waybill/")).containsExactly("artifacts/.waybill/generation.json");
        assertThat(repository.check(List.of(), new CheckOptions(true, false)).findings())
                .isEmpty();
    }

    @Test
    void contents_of_a_deleted_version_stay() throws InterruptedException {
        repository.save(draft("a"));
        repository.delete(NET, 1, false);
        scene.clock.advance(Duration.ofDays(100));

        assertThat(repository.sweep(Duration.ZERO).contents()).isZero();
    }

    @Test
    void what_a_save_left_that_did_not_end_goes_but_not_while_it_may_go_on() {
        scene.put(FOLDER + "v1/manifest.json", "{\"files\": [], \"save_id\": \"alive\"}");
        scene.put(FOLDER + "v2/manifest.json", "{\"files\": [], \"save_id\": \"dead\"}");
        scene.put(FOLDER + "v3/files/of-runicorn", "x");
        scene.clock.advance(DAY);
        scene.put("artifacts/.waybill/saving/alive.json", "{\"contents\": []}");

        assertThat(repository.sweep(DAY).leftovers()).containsExactly("model/tiny-net:v2");
        assertThat(scene.keys(FOLDER)).containsExactly(FOLDER + "v1/manifest.json", FOLDER + "v3/files/of-runicorn");
    }

    @Test
    void contents_that_a_save_under_way_relies_on_stay() {
        String digest = ArtifactReader.sha256("x".getBytes(StandardCharsets.UTF_8));
        String key = "artifacts/.dedup/" + digest.substring(0, 2) + "/" + digest;
        scene.put(key, "x");
        scene.clock.advance(DAY);
        scene.put("artifacts/.waybill/saving/1.json", "{\"contents\": [\"" + digest + "\"]}");

        assertThat(repository.sweep(DAY).contents()).isZero();
        scene.clock.advance(Duration.ofDays(8));
        assertThat(repository.sweep(DAY).contents()).isEqualTo(1);
        assertThat(scene.keys("artifacts/.waybill/")).containsExactly("artifacts/.waybill/generation.json");
    }

    @Test
    void nothing_goes_while_a_manifest_cannot_be_read() throws InterruptedException {
        repository.save(draft("a"));
        repository.save(draft("b"));
        scene.put(FOLDER + "v1/manifest.json", "{");
        scene.clock.advance(DAY);

        assertThatThrownBy(() -> repository.sweep(DAY))
                .isInstanceOf(ArtifactFailure.Malformed.class)
                .hasMessageContaining("v1/manifest.json");
        assertThat(scene.keys("artifacts/.dedup/")).hasSize(2);
        assertThat(scene.keys("artifacts/.waybill/")).containsExactly("artifacts/.waybill/generation.json");
    }

    @Test
    void two_sweeps_do_not_run_at_once_and_a_dead_one_is_taken_over() {
        scene.put("artifacts/.waybill/sweep.json", "{\"id\": \"other\"}");
        assertThatThrownBy(() -> repository.sweep(DAY)).isInstanceOf(ArtifactFailure.Busy.class);
        scene.clock.advance(Duration.ofHours(2));
        assertThat(repository.sweep(DAY).contents()).isZero();
        assertThat(scene.has("artifacts/.waybill/sweep.json")).isFalse();
    }

    @Test
    void a_save_waits_for_a_sweep() throws InterruptedException {
        scene.put("artifacts/.waybill/sweep.json", "{\"id\": \"other\"}");
        var waiting = new CountDownLatch(1);
        var settings = new RepositorySettings(
                scene.clock,
                duration -> {
                    waiting.countDown();
                    Thread.onSpinWait();
                },
                new Random(1),
                Optional.empty(),
                TransferLimits.DEFAULT,
                Optional.empty());
        var patient = new ArtifactRepository(scene.store, KeyPrefix.ALL, settings);
        var saved = new AtomicReference<SavedVersion>();
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> {
                try {
                    saved.set(patient.save(draft("a")));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.await();
            assertThat(scene.keys("artifacts/.dedup/")).isEmpty();
            scene.store.delete(new ObjectKey("artifacts/.waybill/sweep.json"), DeleteOptions.ANY);
            tasks.join();
        }
        assertThat(saved.get().number()).isEqualTo(1);
    }

    @Test
    void the_recorded_repository_is_sound() throws InterruptedException {
        scene.recorded();
        CheckReport report = repository.check(List.of(), new CheckOptions(true, false));

        assertThat(report.findings()).isEmpty();
        assertThat(report.versions()).isEqualTo(4);
        assertThat(report.files()).isEqualTo(11);
    }

    @Test
    void damage_in_a_folder_is_found_and_mended_from_the_other_copy() throws InterruptedException {
        scene.recorded();
        var settings = RepositorySettings.of(scene.clock).withPlacement(ContentPlacement.TREE);
        var folder = new ArtifactRepository(scene.store, KeyPrefix.ALL, settings);
        String file = "artifacts/model/sample-model/v2/files/model/weights.bin";
        byte[] good = scene.bytes(file);
        byte[] bad = good.clone();
        bad[100] ^= 1;
        scene.put(file, bad);
        scene.store.delete(new ObjectKey("artifacts/dataset/sample-dataset/v2/files/README.txt"), DeleteOptions.ANY);
        String pooled = "artifacts/.dedup/" + poolPath(scene.bytes("artifacts/model/sample-model/v1/files/vocab.txt"));
        scene.put(pooled, "another vocabulary, 24 b");

        assertThat(folder.check(List.of(), new CheckOptions(false, false)).findings())
                .extracting(CheckFinding::key)
                .containsExactly("artifacts/dataset/sample-dataset/v2/files/README.txt");
        CheckReport found = folder.check(List.of(), new CheckOptions(true, false));
        assertThat(found.findings())
                .extracting(CheckFinding::key)
                .contains(file, pooled, "artifacts/dataset/sample-dataset/v2/files/README.txt");
        assertThat(found.isSound()).isFalse();
        assertThat(folder.check(List.of(), new CheckOptions(true, true)).isSound())
                .isTrue();
        assertThat(folder.check(List.of(), new CheckOptions(true, false)).findings())
                .isEmpty();
        assertThat(scene.bytes(file)).isEqualTo(good);
    }

    @Test
    void damage_without_a_good_copy_is_named_and_not_called_mended() throws InterruptedException {
        repository.save(draft("weights"));
        scene.put("artifacts/.dedup/" + poolPath("weights".getBytes(StandardCharsets.UTF_8)), "wEights");

        CheckReport report = repository.check(List.of(), new CheckOptions(true, true));
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.version()).isEqualTo("model/tiny-net:v1");
            assertThat(finding.detail()).contains("digest");
            assertThat(finding.mended()).isFalse();
        });
    }

    @Test
    void an_alias_that_names_nothing_is_found() throws InterruptedException {
        scene.recorded();
        String key = "artifacts/model/sample-model/versions.json";
        scene.put(key, scene.text(key).replace("\"production\": 1", "\"production\": 8"));

        assertThat(repository.check(List.of(), new CheckOptions(false, false)).findings())
                .singleElement()
                .extracting(CheckFinding::detail)
                .asString()
                .contains("production")
                .contains("v8");
    }

    private static String poolPath(byte[] content) {
        String digest = ArtifactReader.sha256(content);
        return digest.substring(0, 2) + "/" + digest;
    }
}
