package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.format.JsonObject;
import dev.waybill.domain.artifact.format.ManifestReference;
import dev.waybill.domain.fixture.Abilities;
import dev.waybill.port.Capability;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Saves versions, in a store in memory.
@SuppressWarnings("MustBeClosedChecker") // Scenes close their stores.
class ArtifactSaveTest {
    static final ArtifactId NET = new ArtifactId("model", "tiny-net");
    private static final String FOLDER = "artifacts/model/tiny-net/";

    private final ArtifactScene scene = new ArtifactScene();

    @AfterEach
    void close() {
        scene.close();
    }

    static ArtifactDraft draft(String content) {
        return new ArtifactDraft(NET).addFile(new ObjectKey("weights.bin"), content.getBytes(StandardCharsets.UTF_8));
    }

    private SavedVersion save(String content) throws InterruptedException {
        return scene.repository().save(draft(content));
    }

    @Test
    void versions_are_numbered_from_one() throws InterruptedException {
        assertThat(save("a").number()).isEqualTo(1);
        assertThat(save("b").number()).isEqualTo(2);
        assertThat(scene.version("tiny-net").number()).isEqualTo(2);
    }

    @Test
    void what_was_said_of_a_version_is_read_back() throws InterruptedException {
        scene.repository()
                .save(draft("a")
                        .describe("smaller, 更小")
                        .tag("fast", "small", "fast")
                        .describe(JsonObject.parse("{\"accuracy\": 0.9500, \"层\": [1, 2]}"))
                        .addReference(ManifestReference.of(
                                "s3://far/away.tar", Optional.of("sha256:" + "0".repeat(64)), OptionalLong.of(4096))));

        ArtifactVersion version = scene.version("tiny-net:v1");
        assertThat(version.metadata().description()).isEqualTo("smaller, 更小");
        assertThat(version.metadata().tags()).containsExactly("fast", "small");
        assertThat(version.metadata().metadata().texts())
                .containsEntry("accuracy", "0.9500")
                .containsEntry("层", "[1,2]");
        assertThat(version.manifest().references())
                .singleElement()
                .extracting(ManifestReference::uri)
                .isEqualTo("s3://far/away.tar");
        assertThat(version.metadata().sizeBytes()).isEqualTo(4097);
        assertThat(version.problems()).isEmpty();
    }

    @Test
    void a_folder_of_another_store_is_staged_with_its_paths_and_times() throws InterruptedException {
        try (var source = new InMemoryAdapter(scene.clock)) {
            var other = new ArtifactScene(source);
            other.put("data/train/a.csv", "1");
            other.put("data/b.tmp", "2");
            other.put("data/c.csv", "3");
            scene.repository()
                    .save(new ArtifactDraft(NET)
                            .addFolder(source, KeyPrefix.of("data/"), "all/", path -> !path.endsWith(".tmp")));
        }

        assertThat(scene.version("tiny-net").manifest().files())
                .extracting(file -> file.path().value())
                .containsExactly("all/c.csv", "all/train/a.csv");
        assertThat(scene.version("tiny-net").manifest().files())
                .allSatisfy(file -> assertThat(file.modified()).contains(ArtifactScene.NOON));
    }

    @Test
    void each_content_is_stored_once_in_an_object_store() throws InterruptedException {
        SavedVersion first = scene.repository()
                .save(draft("same").addFile(new ObjectKey("copy.bin"), "same".getBytes(StandardCharsets.UTF_8)));
        SavedVersion second = save("same");

        assertThat(first.storedBytes()).isEqualTo(4);
        assertThat(second.storedBytes()).isZero();
        assertThat(scene.keys("artifacts/.dedup/")).hasSize(1);
        assertThat(scene.keys(FOLDER + "v2/"))
                .containsExactly(FOLDER + "v2/manifest.json", FOLDER + "v2/metadata.json");
    }

    @Test
    void nothing_of_a_save_that_ended_is_left_beside_the_version() throws InterruptedException {
        save("a");

        assertThat(scene.keys("artifacts/.waybill/")).containsExactly("artifacts/.waybill/generation.json");
    }

    @Test
    void an_empty_artifact_is_refused() {
        assertThatThrownBy(() -> scene.repository().save(new ArtifactDraft(NET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no files or references");
        assertThat(scene.keys("")).isEmpty();
    }

    @Test
    void a_path_that_is_staged_twice_is_refused() {
        assertThatThrownBy(() -> draft("a").addFile(new ObjectKey("weights.bin"), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights.bin");
        assertThatThrownBy(() -> draft("a").addFile(new ObjectKey("weights.bin/x"), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        draft("a").addFile(new ObjectKey("d/x"), new byte[1]).addFile(new ObjectKey("d"), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_source_that_changed_since_it_was_staged_fails_the_save_and_publishes_nothing() {
        try (var source = new InMemoryAdapter(scene.clock)) {
            var other = new ArtifactScene(source);
            other.put("a", "before");
            ObjectMetadata staged = source.stat(new ObjectKey("a")).orElseThrow();
            other.put("a", "after!");

            assertThatThrownBy(() ->
                            scene.repository().save(new ArtifactDraft(NET).addFile(new ObjectKey("a"), source, staged)))
                    .isInstanceOf(StorageException.PreconditionFailed.class);
        }
        assertThat(scene.keys(FOLDER)).isEmpty();
    }

    @Test
    void numbers_go_on_after_a_version_was_removed_for_good() throws InterruptedException {
        save("a");
        save("b");
        save("c");
        scene.repository().remove(NET, 2, false);
        assertThat(save("d").number()).isEqualTo(4);
        scene.repository().remove(NET, 4, false);
        assertThat(save("e").number()).isEqualTo(5);
    }

    @Test
    void a_number_whose_save_did_not_end_is_passed_over() throws InterruptedException {
        scene.put(FOLDER + "v1/manifest.json", "{\"files\": []}");

        assertThat(save("a").number()).isEqualTo(2);
        assertThat(scene.text(FOLDER + "v1/manifest.json")).isEqualTo("{\"files\": []}");
    }

    @Test
    void a_content_of_the_wrong_length_that_a_crash_left_in_the_pool_is_replaced() throws InterruptedException {
        String digest = ArtifactReader.sha256("weights".getBytes(StandardCharsets.UTF_8));
        String key = "artifacts/.dedup/" + digest.substring(0, 2) + "/" + digest;
        scene.put(key, "wei");

        save("weights");

        assertThat(scene.text(key)).isEqualTo("weights");
    }

    @Test
    void unknown_fields_of_the_index_survive_a_save() throws InterruptedException {
        scene.recorded();
        String key = "artifacts/model/sample-model/versions.json";
        scene.put(
                key,
                scene.text(key)
                        .replaceFirst("\\{", "{\"later\": {\"n\": 1.50},")
                        .replace("\"status\": \"ready\",", "\"status\": \"ready\", \"more\": 1e3,"));
        scene.repository()
                .save(new ArtifactDraft(new ArtifactId("model", "sample-model"))
                        .addFile(new ObjectKey("x"), new byte[1]));

        assertThat(scene.text(key))
                .contains("\"n\" : 1.50")
                .contains("\"more\" : 1e3")
                .contains("\"production\" : 1");
        assertThat(scene.version("sample-model").number()).isEqualTo(3);
    }

    @Test
    void a_store_that_can_keep_no_two_writers_apart_is_refused() {
        try (var bare = new ArtifactScene(new InMemoryAdapter(
                scene.clock, Abilities.allWithout(Capability.PUT_IF_ABSENT, Capability.PUT_IF_MATCH)))) {
            assertThatThrownBy(() -> bare.repository().save(draft("a")))
                    .isInstanceOf(StorageException.NotSupported.class)
                    .hasMessageContaining("artifacts need");
            assertThat(bare.keys("")).isEmpty();
        }
    }

    @Test
    void a_failure_at_any_call_publishes_all_or_nothing() throws InterruptedException {
        int failures = 0;
        for (Operation operation : List.of(Operation.PUT, Operation.GET, Operation.STAT, Operation.DELETE)) {
            for (Fault fault : List.of(Fault.NOT_REACHED, Fault.ANSWER_LOST)) {
                for (int call = 1; call <= 8; call++) {
                    failures += saveWithFault(operation, call, fault) ? 1 : 0;
                }
            }
        }
        assertThat(failures).as("saves that failed").isGreaterThan(10);
    }

    /// Whether the save failed.
    private boolean saveWithFault(Operation operation, int call, Fault fault) throws InterruptedException {
        try (var faulty = new FaultyAdapter(new InMemoryAdapter(scene.clock))) {
            var part = new ArtifactScene(faulty);
            part.repository().save(draft("first"));
            faulty.fail(operation, faulty.calls(operation) + call, fault);
            boolean failed = false;
            try {
                part.repository().save(draft("second"));
            } catch (StorageException e) {
                failed = true;
            }
            faulty.heal();
            int versions = part.repository().versions(NET).size();
            assertThat(versions).as("%s %s %s", fault, call, operation).isBetween(failed ? 1 : 2, 2);
            assertThat(part.version("tiny-net").number()).isEqualTo(versions);
            CheckReport report = part.repository().check(List.of(NET), new CheckOptions(true, false));
            assertThat(report.findings()).isEmpty();
            assertThat(part.repository().save(draft("third")).number()).isGreaterThan(versions);
            return failed;
        }
    }

    @Test
    void a_run_tells_of_what_it_made_and_used_once_each() throws InterruptedException {
        var run = new RunPath("demo", "train", "20261127_120000_0a1b2c");
        scene.repository().save(draft("a").by(run));
        scene.repository().use(ArtifactReference.parse("tiny-net:v1"), run);
        scene.repository().use(ArtifactReference.parse("tiny-net:latest"), run);

        assertThat(scene.repository().runs(scene.problems::add)).singleElement().satisfies(lineage -> {
            assertThat(lineage.run()).isEqualTo(run);
            assertThat(lineage.created()).extracting(each -> each.version()).containsExactly(1);
            assertThat(lineage.used()).extracting(each -> each.version()).containsExactly(1);
        });
        assertThat(scene.version("tiny-net").metadata().createdByRun()).isEqualTo(run.id());
        assertThat(scene.keys("demo/")).contains("demo/train/runs/20261127_120000_0a1b2c/meta.json");
    }
}
