package dev.waybill.domain.artifact;

import static dev.waybill.domain.artifact.ArtifactSaveTest.NET;
import static dev.waybill.domain.artifact.ArtifactSaveTest.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.InMemoryAdapter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes and fetches versions that are there.
class ArtifactEditTest {
    private static final String FOLDER = "artifacts/model/tiny-net/";

    private final ArtifactScene scene = new ArtifactScene();
    private final ArtifactRepository repository = scene.repository();

    @AfterEach
    void close() {
        scene.close();
    }

    private void save(String... contents) throws InterruptedException {
        for (String content : contents) {
            repository.save(draft(content));
        }
    }

    private int number(String reference) {
        return scene.version(reference).number();
    }

    @Test
    void an_alias_goes_to_the_version_it_is_set_to() throws InterruptedException {
        save("a", "b");
        repository.setAlias(NET, 2, "production");
        repository.setAlias(NET, 1, "production");
        repository.setAlias(NET, 1, "validated");

        assertThat(number("tiny-net:production")).isEqualTo(1);
        assertThat(number("tiny-net:validated")).isEqualTo(1);
        assertThat(number("tiny-net:latest")).isEqualTo(2);
        assertThat(scene.version("tiny-net:v1").aliases()).containsExactly("production", "validated");
        repository.removeAlias(NET, "production");
        assertThatThrownBy(() -> number("tiny-net:production")).isInstanceOf(ArtifactFailure.NotFound.class);
    }

    @Test
    void an_alias_of_a_version_that_is_not_there_is_refused() throws InterruptedException {
        save("a");
        assertThatThrownBy(() -> repository.setAlias(NET, 7, "production"))
                .isInstanceOf(ArtifactFailure.NotFound.class)
                .hasMessageContaining("v7");
        assertThatThrownBy(() -> repository.removeAlias(NET, "production"))
                .isInstanceOf(ArtifactFailure.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "latest",
                "v3",
                "V3",
                "a b",
                "a/b",
                "x\nRUNICORN_SCRIPT_EOF\ntouch f",
                "a\u0000b",
                "a\"b",
                "a:b",
                ".."
            })
    void an_alias_that_is_none_is_refused(String alias) throws InterruptedException {
        save("a");
        assertThatThrownBy(() -> repository.setAlias(NET, 1, alias)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tags_are_added_once_and_removed_and_unknown_fields_stay() throws InterruptedException {
        scene.recorded();
        var id = new ArtifactId("dataset", "sample-dataset");
        String key = "artifacts/dataset/sample-dataset/v1/metadata.json";
        scene.put(key, scene.text(key).replaceFirst("\\{", "{\"lifecycle_stage\": \"staging\","));

        repository.changeTags(id, 1, List.of("new", "sample"), List.of("v1"));

        assertThat(scene.version("sample-dataset:v1").metadata().tags()).containsExactly("sample", "new");
        assertThat(scene.text(key)).contains("lifecycle_stage").contains("样本");
    }

    @Test
    void a_deleted_version_is_not_latest_cannot_be_used_and_comes_back() throws InterruptedException {
        save("a", "b");
        repository.delete(NET, 2, false);

        assertThat(number("tiny-net:latest")).isEqualTo(1);
        var run = new RunPath("p", "n", "r");
        assertThatThrownBy(() -> repository.use(ArtifactReference.parse("tiny-net:v2"), run))
                .isInstanceOf(ArtifactFailure.Refused.class)
                .hasMessageContaining("restore");
        assertThatThrownBy(() -> repository.setAlias(NET, 2, "x")).isInstanceOf(ArtifactFailure.Refused.class);
        assertThat(scene.text(FOLDER + "v2/.deleted")).contains("\"artifact_name\" : \"tiny-net\"");

        repository.restore(NET, 2);
        assertThat(number("tiny-net:latest")).isEqualTo(2);
        assertThatThrownBy(() -> repository.restore(NET, 2)).isInstanceOf(ArtifactFailure.Refused.class);
    }

    @Test
    void a_version_with_an_alias_is_deleted_by_force_only() throws InterruptedException {
        save("a", "b");
        repository.setAlias(NET, 1, "production");

        assertThatThrownBy(() -> repository.delete(NET, 1, false))
                .isInstanceOf(ArtifactFailure.Refused.class)
                .hasMessageContaining("production");
        assertThatThrownBy(() -> repository.remove(NET, 1, false)).isInstanceOf(ArtifactFailure.Refused.class);
        repository.remove(NET, 1, true);
        assertThatThrownBy(() -> number("tiny-net:production")).isInstanceOf(ArtifactFailure.NotFound.class);
        assertThat(scene.keys(FOLDER + "v1/")).isEmpty();
    }

    @Test
    void the_newest_are_kept_and_so_is_what_an_alias_names() throws InterruptedException {
        save("a", "b", "c", "d", "e");
        repository.setAlias(NET, 2, "production");
        repository.delete(NET, 4, false);

        assertThat(repository.beyondNewest(NET, 2))
                .extracting(each -> each.entry().version())
                .containsExactly(1);
        assertThat(repository.beyondNewest(NET, 9)).isEmpty();
        assertThatThrownBy(() -> repository.beyondNewest(NET, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_download_brings_every_file_and_finds_what_is_there_already() throws InterruptedException {
        scene.recorded();
        try (var target = new InMemoryAdapter(scene.clock)) {
            DownloadResult first = repository.download(
                    scene.version("sample-model:v1"),
                    target,
                    KeyPrefix.of("out/"),
                    file -> true,
                    DownloadOptions.DEFAULT);
            DownloadResult second = repository.download(
                    scene.version("sample-model:v1"),
                    target,
                    KeyPrefix.of("out/"),
                    file -> true,
                    DownloadOptions.DEFAULT);

            assertThat(first).isEqualTo(new DownloadResult(3, 16408, 0, 0, Map.of()));
            assertThat(second).isEqualTo(new DownloadResult(0, 0, 0, 3, Map.of()));
            var files = new ArtifactScene(target);
            assertThat(files.bytes("out/model/weights.bin"))
                    .isEqualTo(scene.bytes("artifacts/model/sample-model/v1/files/model/weights.bin"));
            assertThat(target.stat(new ObjectKey("out/vocab.txt")).orElseThrow().contentModified())
                    .isEqualTo(scene.version("sample-model:v1").manifest().files().stream()
                            .filter(file -> file.path().value().equals("vocab.txt"))
                            .findFirst()
                            .orElseThrow()
                            .modified());
        }
    }

    @Test
    void bytes_that_do_not_match_the_manifest_get_no_name() throws InterruptedException {
        scene.recorded();
        String own = "artifacts/model/sample-model/v1/files/model/weights.bin";
        byte[] bytes = scene.bytes(own);
        bytes[7] ^= 1;
        scene.put(own, bytes);
        scene.put(pooled("sample-model:v1", "model/weights.bin"), bytes);
        try (var target = new InMemoryAdapter(scene.clock)) {
            DownloadResult result = repository.download(
                    scene.version("sample-model:v1"), target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT);

            assertThat(result.failures()).containsOnlyKeys("model/weights.bin");
            assertThat(new ArtifactScene(target).keys("")).containsExactly("empty.dat", "vocab.txt");
        }
    }

    @Test
    void a_damaged_copy_in_the_pool_is_passed_over_for_the_file_itself() throws InterruptedException {
        scene.recorded();
        String key = pooled("sample-model:v1", "model/weights.bin");
        byte[] bytes = scene.bytes(key);
        bytes[7] ^= 1;
        scene.put(key, bytes);
        try (var target = new InMemoryAdapter(scene.clock)) {
            DownloadResult result = repository.download(
                    scene.version("sample-model:v1"), target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT);
            assertThat(result.failures()).isEmpty();
        }
    }

    @Test
    void another_file_that_is_there_gives_way_only_when_told() throws InterruptedException {
        save("new");
        try (var target = new InMemoryAdapter(scene.clock)) {
            var files = new ArtifactScene(target);
            files.put("weights.bin", "mine");
            ArtifactVersion version = scene.version("tiny-net");

            assertThat(repository
                            .download(version, target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT)
                            .failures())
                    .containsOnlyKeys("weights.bin");
            assertThat(files.text("weights.bin")).isEqualTo("mine");
            repository.download(version, target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT.replacing());
            assertThat(files.text("weights.bin")).isEqualTo("new");
        }
    }

    private String pooled(String reference, String path) {
        String digest = scene.version(reference).manifest().files().stream()
                .filter(file -> file.path().value().equals(path))
                .findFirst()
                .orElseThrow()
                .digest()
                .hex();
        return "artifacts/.dedup/" + digest.substring(0, 2) + "/" + digest;
    }

    @Test
    void two_versions_are_compared() throws InterruptedException {
        scene.recorded();
        VersionDiff diff = VersionDiff.between(scene.version("sample-model:v1"), scene.version("sample-model:v2"));

        assertThat(diff.removed()).extracting(file -> file.path().value()).containsExactly("empty.dat");
        assertThat(diff.changed()).extracting(file -> file.path().value()).containsExactly("model/weights.bin");
        assertThat(diff.added()).isEmpty();
        assertThat(diff.same()).isEqualTo(1);
        assertThat(VersionDiff.between(scene.version("sample-model:v1"), scene.version("sample-model:v1"))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void savings_are_those_of_files_and_not_of_what_references_declare() throws InterruptedException {
        scene.recorded();
        RepositoryStatistics all = repository.statistics(scene.problems::add);

        assertThat(all.artifacts()).isEqualTo(2);
        assertThat(all.versions()).isEqualTo(4);
        assertThat(all.files()).isEqualTo(11);
        assertThat(all.fileBytes()).isEqualTo(35 + 39 + 16408 + 16408);
        assertThat(all.savedBytes()).isEqualTo(15 + 8 + 24);
        assertThat(all.referenceBytes()).isEqualTo(4096);
    }
}
