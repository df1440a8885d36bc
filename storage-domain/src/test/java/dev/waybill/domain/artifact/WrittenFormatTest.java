package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.format.JsonObject;
import dev.waybill.domain.artifact.format.ManifestReference;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The fields that are written, which Runicorn's reader takes one by one: one too many, and it reads nothing.
class WrittenFormatTest {
    private static final String FOLDER = "artifacts/model/tiny-net/";
    private static final RunPath RUN = new RunPath("demo", "train", "20261127_120000_0a1b2c");

    private final ArtifactScene scene = new ArtifactScene();

    @BeforeEach
    void save() throws InterruptedException {
        var settings = RepositorySettings.of(scene.clock).withPlacement(ContentPlacement.TREE);
        var repository = new ArtifactRepository(scene.store, KeyPrefix.ALL, settings);
        repository.save(ArtifactSaveTest.draft("weights")
                .tag("fast")
                .addReference(ManifestReference.of("s3://far/away", Optional.empty(), OptionalLong.empty()))
                .by(RUN));
        repository.setAlias(ArtifactSaveTest.NET, 1, "production");
        repository.use(ArtifactReference.parse("tiny-net"), RUN);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private JsonObject read(String key) {
        return JsonObject.parse(scene.text(key));
    }

    private static JsonObject first(JsonObject document, String list) {
        String text = document.texts().getOrDefault(list, "[]");
        return JsonObject.parse(text.substring(1, text.length() - 1));
    }

    @Test
    void the_index_has_the_fields_that_runicorn_knows_and_the_highest_number() {
        JsonObject index = read(FOLDER + "versions.json");

        assertThat(index.texts())
                .containsOnlyKeys(
                        "artifact_name",
                        "artifact_type",
                        "versions",
                        "aliases",
                        "created_at",
                        "updated_at",
                        "highest_version")
                .containsEntry("artifact_name", "tiny-net")
                .containsEntry("aliases", "{\"latest\":1,\"production\":1}");
        assertThat(first(index, "versions").texts())
                .containsOnlyKeys(
                        "version", "created_at", "created_by_run", "size_bytes", "num_files", "status", "aliases")
                .containsEntry("created_at", "1795780800.000000")
                .containsEntry("status", "ready")
                .containsEntry("aliases", "[\"latest\",\"production\"]");
    }

    @Test
    void metadata_has_the_fields_that_runicorn_knows_and_no_other() {
        assertThat(read(FOLDER + "v1/metadata.json").texts())
                .containsOnlyKeys(
                        "name",
                        "type",
                        "version",
                        "created_at",
                        "updated_at",
                        "created_by_run",
                        "created_by_user",
                        "size_bytes",
                        "num_files",
                        "num_references",
                        "status",
                        "metadata",
                        "description",
                        "tags",
                        "aliases",
                        "parent_artifacts",
                        "manifest_digest")
                .containsEntry("manifest_digest", ArtifactReader.sha256(scene.bytes(FOLDER + "v1/manifest.json")));
    }

    @Test
    void the_manifest_has_the_fields_that_runicorn_knows_and_the_id_of_the_save() {
        JsonObject manifest = read(FOLDER + "v1/manifest.json");

        assertThat(manifest.texts())
                .containsOnlyKeys(
                        "files",
                        "references",
                        "total_size",
                        "total_files",
                        "total_references",
                        "created_at",
                        "save_id");
        assertThat(first(manifest, "files").texts())
                .containsOnlyKeys("path", "size", "digest", "modified_at")
                .containsEntry("digest", "sha256:" + ArtifactReader.sha256("weights".getBytes(StandardCharsets.UTF_8)));
        assertThat(first(manifest, "references").texts()).containsOnlyKeys("uri", "checksum", "size", "metadata");
    }

    @Test
    void files_and_pool_lie_where_runicorn_looks_for_them() {
        String digest = ArtifactReader.sha256(scene.bytes(FOLDER + "v1/files/weights.bin"));

        assertThat(scene.text("artifacts/.dedup/" + digest.substring(0, 2) + "/" + digest))
                .isEqualTo("weights");
        assertThat(scene.store.stat(new ObjectKey(FOLDER + "v1/files/weights.bin")))
                .isPresent();
    }

    @Test
    void lineage_has_the_fields_that_runicorn_knows() {
        String run = "demo/train/runs/" + RUN.id() + "/";

        assertThat(first(read(run + "artifacts_created.json"), "artifacts").texts())
                .containsOnlyKeys("name", "type", "version", "created_at", "size_bytes", "num_files", "num_references");
        assertThat(first(read(run + "artifacts_used.json"), "artifacts").texts())
                .containsOnlyKeys("name", "type", "version", "used_at", "size_bytes", "num_files");
        assertThat(read(run + "status.json").texts()).containsEntry("status", "finished");
    }
}
