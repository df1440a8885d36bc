package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.waybill.domain.artifact.format.ManifestFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Reads the repository that Runicorn 0.4.2a wrote.
class RecordedRepositoryTest {
    private final ArtifactScene scene = new ArtifactScene().recorded();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void artifacts_are_listed_by_type_and_name() throws InterruptedException {
        List<ArtifactSummary> all = scene.repository().list(scene.problems::add);

        assertThat(all)
                .extracting(each -> each.id().toString(), ArtifactSummary::versions, ArtifactSummary::aliases)
                .containsExactly(
                        tuple("dataset/sample-dataset", 2, Map.of("latest", 2)),
                        tuple("model/sample-model", 2, Map.of("latest", 2, "production", 1)));
        assertThat(scene.problems).isEmpty();
    }

    @Test
    void a_version_is_found_by_number_alias_and_latest() {
        assertThat(scene.version("sample-model:v1").number()).isEqualTo(1);
        assertThat(scene.version("sample-model:V01").number()).isEqualTo(1);
        assertThat(scene.version("sample-model:production").number()).isEqualTo(1);
        assertThat(scene.version("sample-model:latest").number()).isEqualTo(2);
        assertThat(scene.version("model/sample-model").number()).isEqualTo(2);
    }

    @Test
    void details_are_what_runicorn_was_told() {
        ArtifactVersion version = scene.version("sample-dataset:v1");

        assertThat(version.metadata().description()).isEqualTo("first cut");
        assertThat(version.metadata().tags()).containsExactly("sample", "v1");
        assertThat(version.metadata().metadata().texts()).isEqualTo(Map.of("rows", "3", "note", "样本"));
        assertThat(version.metadata().createdByRun()).isEqualTo("20261121_011932_08cbb6");
        assertThat(version.entry().createdAt())
                .hasValueSatisfying(time -> assertThat(time.toString()).startsWith("2026-11-21T01:19:32.515"));
        assertThat(version.problems()).isEmpty();
    }

    @Test
    void files_and_references_are_those_of_the_manifest() {
        ArtifactVersion version = scene.version("sample-dataset:v1");

        assertThat(version.manifest().files())
                .extracting(file -> file.path().value(), ManifestFile::size)
                .containsExactly(tuple("README.txt", 15L), tuple("test/b.csv", 8L), tuple("train/a.csv", 12L));
        assertThat(version.manifest().references()).singleElement().satisfies(reference -> {
            assertThat(reference.uri()).isEqualTo("s3://example-bucket/sample/raw.tar");
            assertThat(reference.size()).hasValue(4096);
        });
        assertThat(version.manifest().fileBytes()).isEqualTo(35);
        assertThat(version.manifest().totalBytes()).isEqualTo(4131);
    }

    @Test
    void a_deleted_version_is_shown_as_deleted() throws InterruptedException {
        List<VersionSummary> versions = scene.repository().versions(new ArtifactId("dataset", "sample-dataset"));

        assertThat(versions)
                .extracting(each -> each.entry().version(), VersionSummary::deleted)
                .containsExactly(tuple(1, true), tuple(2, false));
    }

    @Test
    void aliases_come_from_the_index_and_not_from_its_stale_copies() throws InterruptedException {
        List<VersionSummary> versions = scene.repository().versions(new ArtifactId("model", "sample-model"));

        assertThat(versions)
                .extracting(VersionSummary::aliases)
                .containsExactly(List.of("production"), List.of("latest"));
    }

    @Test
    void runs_tell_what_they_made_and_used() throws InterruptedException {
        List<RunLineage> runs = scene.repository().runs(scene.problems::add);

        assertThat(runs).hasSize(5);
        assertThat(runs)
                .filteredOn(run -> run.run().id().equals("20261121_011933_edaa3c"))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.created())
                            .extracting(each -> each.name() + each.version())
                            .containsExactly("sample-model2");
                    assertThat(run.used())
                            .extracting(each -> each.name() + each.version())
                            .containsExactly("sample-dataset2", "sample-model1");
                });
        assertThat(scene.problems).isEmpty();
    }

    @Test
    void what_is_not_there_is_named_with_what_is() {
        assertThatThrownBy(() -> scene.version("sample-model:v9"))
                .isInstanceOf(ArtifactFailure.NotFound.class)
                .hasMessageContaining("no version v9 of model/sample-model")
                .hasMessageContaining("v1 to v2");
        assertThatThrownBy(() -> scene.version("sample-model:staging"))
                .isInstanceOf(ArtifactFailure.NotFound.class)
                .hasMessageContaining("no alias \"staging\"")
                .hasMessageContaining("latest, production");
        assertThatThrownBy(() -> scene.version("nothing"))
                .isInstanceOf(ArtifactFailure.NotFound.class)
                .hasMessageContaining("no artifact \"nothing\"");
    }

    @Test
    void a_name_that_two_types_have_is_asked_back() {
        scene.put(
                "artifacts/model/sample-dataset/versions.json",
                scene.text("artifacts/model/sample-model/versions.json"));

        assertThatThrownBy(() -> scene.version("sample-dataset:v1"))
                .isInstanceOf(ArtifactFailure.Ambiguous.class)
                .hasMessageContaining("dataset/sample-dataset or model/sample-dataset");
        assertThat(scene.version("dataset/sample-dataset:v1").id().type()).isEqualTo("dataset");
    }

    @Test
    void the_folder_that_runicorn_makes_for_its_default_type_is_read_like_any_other() {
        scene.put(
                "artifacts/ArtifactType.MODEL/plain/versions.json",
                scene.text("artifacts/model/sample-model/versions.json"));
        assertThat(scene.repository().identify(Optional.empty(), "plain").type())
                .isEqualTo("ArtifactType.MODEL");
    }

    @Test
    void fields_that_the_lifecycle_adds_do_not_hide_a_version() {
        String key = "artifacts/model/sample-model/v1/metadata.json";
        scene.put(
                key,
                scene.text(key).replaceFirst("\\{", "{\"lifecycle_stage\": \"production\", \"evaluations\": [1],"));

        assertThat(scene.version("sample-model:v1").metadata().all()).containsKeys("lifecycle_stage", "evaluations");
    }

    @Test
    void words_that_python_writes_for_numbers_are_read_and_kept() throws InterruptedException {
        String key = "artifacts/model/sample-model/v1/metadata.json";
        scene.put(
                key,
                scene.text(key)
                        .replaceFirst(
                                "\"metadata\": \\{",
                                "\"metadata\": {\"loss\": NaN, \"bounds\": [-Infinity, Infinity], "));
        var repository = scene.repository();

        var metadata = scene.version("sample-model:v1").metadata().metadata();
        assertThat(metadata.texts())
                .containsEntry("loss", "NaN")
                .containsEntry("bounds", "[\"-Infinity\",\"Infinity\"]");
        assertThat(metadata.toString()).contains("\"loss\":\"NaN\"");
        repository.changeTags(new ArtifactId("model", "sample-model"), 1, List.of("kept"), List.of());
        assertThat(scene.text(key)).contains("\"loss\" : NaN").containsPattern("-Infinity,\\s+Infinity");
    }

    @Test
    void latest_is_the_newest_that_runicorn_did_not_delete() {
        String model = "artifacts/model/sample-model/";
        scene.put(model + "v2/.deleted", "{}");

        assertThat(scene.version("sample-model").number()).isEqualTo(1);
        assertThat(scene.version("model/sample-model:latest").number()).isEqualTo(1);
        assertThat(scene.version("sample-model:v2").deleted()).isTrue();
        scene.put(model + "v1/.deleted", "{}");
        assertThat(scene.version("sample-model").deleted()).isTrue();
    }
}
