package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads what nobody should have written.
class HostileRepositoryTest {
    private static final String INDEX = "artifacts/model/sample-model/versions.json";

    private final ArtifactScene scene = new ArtifactScene().recorded();

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"versions\":[{\"version\":1,\"size_bytes\":NaN}]}",
                "{\"versions\":[{\"version\":1,\"version\":2}]}",
                "{\"versions\":[{\"version\":1},{\"version\":1}]}",
                "{\"versions\":{}}",
                "{\"versions\":[7]}",
                "{\"versions\":[{\"version\":\"1\"}]}",
                "{\"versions\":[{\"version\":0}]}",
                "{\"versions\":[{\"version\":1e400}]}",
                "{\"versions\":[{\"version\":99999999999999999999}]}",
                "{\"versions\":[{\"version\":1,\"created_at\":1e300}]}",
                "{\"versions\":[],\"aliases\":{\"a\":-1}}",
                "{\"versions\":[],\"aliases\":{\"a\":null}}",
                "{\"versions\":[]} {}"
            })
    void an_index_that_cannot_be_read_is_named_and_the_rest_is_listed(String text) throws InterruptedException {
        scene.put(INDEX, text);

        assertThat(scene.repository().list(scene.problems::add))
                .extracting(each -> each.id().toString())
                .containsExactly("dataset/sample-dataset");
        assertThat(scene.problems)
                .singleElement()
                .extracting(ArtifactProblem::where)
                .isEqualTo(INDEX);
    }

    @Test
    void an_index_nested_too_deeply_is_named() throws InterruptedException {
        scene.put(INDEX, "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(scene.repository().list(scene.problems::add)).hasSize(1);
        assertThat(scene.problems).singleElement().asString().contains("depth");
    }

    @Test
    void a_document_longer_than_one_may_be_is_not_read() {
        var documents = new Documents(scene.store, 100);
        var reader = new ArtifactReader(scene.store, new ArtifactKeys(KeyPrefix.ALL), documents);

        assertThatThrownBy(() -> reader.index(new ArtifactId("model", "sample-model")))
                .isInstanceOf(ArtifactFailure.Malformed.class)
                .hasMessageContaining(INDEX)
                .hasMessageContaining("at most 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "a/../../b",
                "..\\\\b",
                "C:\\\\windows\\\\b",
                "",
                "a//b",
                "a\\u0000b"
            })
    void a_path_that_leads_out_of_the_artifact_is_left_out_and_named(String path) {
        manifest("""
                {"files":[{"path":"%s","size":1,"digest":"sha256:%s"},{"path":"ok","size":1,"digest":"sha256:%s"}]}""".formatted(path, "0".repeat(64), "0".repeat(64)));

        ArtifactVersion version = scene.version("sample-model:v1");

        assertThat(version.manifest().files())
                .extracting(ManifestFile::path)
                .extracting(Object::toString)
                .containsExactly("ok");
        assertThat(version.manifest().problems()).singleElement().asString().contains("files[0].path");
    }

    @Test
    void entries_of_a_manifest_that_are_damaged_are_left_out_and_named() {
        String good = "\"sha256:" + "a".repeat(64) + "\"";
        manifest("""
                {"files":[{"path":"a","size":-1,"digest":%1$s},{"path":"b","digest":%1$s},{"path":"c","size":1,"digest":"md5:1"},
                {"path":"d","size":1,"digest":%1$s},{"path":"d","size":2,"digest":%1$s}],"references":[{"uri":7}]}""".formatted(good));

        ArtifactVersion version = scene.version("sample-model:v1");

        assertThat(version.manifest().files())
                .extracting(file -> file.path().value())
                .containsExactly("d");
        assertThat(version.manifest().problems()).hasSize(5);
    }

    @Test
    void a_path_that_windows_wrote_is_read() {
        manifest("{\"files\":[{\"path\":\"a\\\\b.txt\",\"size\":1,\"digest\":\"sha256:" + "0".repeat(64) + "\"}]}");

        assertThat(scene.version("sample-model:v1").manifest().files())
                .extracting(file -> file.path().value())
                .containsExactly("a/b.txt");
    }

    @Test
    void a_manifest_that_is_not_the_one_of_the_metadata_is_told_of() {
        manifest("{\"files\":[]}");

        assertThat(scene.version("sample-model:v1").problems())
                .singleElement()
                .asString()
                .contains("digest");
    }

    @Test
    void a_missing_document_is_named() {
        scene.store.delete(new ObjectKey("artifacts/model/sample-model/v1/metadata.json"), DeleteOptions.ANY);

        assertThatThrownBy(() -> scene.version("sample-model:v1"))
                .isInstanceOf(ArtifactFailure.Malformed.class)
                .hasMessageContaining("artifacts/model/sample-model/v1/metadata.json")
                .hasMessageContaining("missing");
    }

    @Test
    void lineage_that_cannot_be_read_is_named_and_the_other_runs_are_read() throws InterruptedException {
        scene.put("demo/train/runs/20261121_011933_edaa3c/artifacts_used.json", "{\"artifacts\":[{\"name\":1}]}");

        assertThat(scene.repository().runs(scene.problems::add)).hasSize(5);
        assertThat(scene.problems).singleElement().asString().contains("edaa3c/artifacts_used.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".", "a/b", "a\\b", "a\nb", "a\u0000b", "x\"y", "$(id)*", "a:b"})
    void a_name_that_could_lead_elsewhere_is_refused(String name) {
        assertThatThrownBy(() -> new ArtifactId("model", name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ArtifactId(name, "model")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":v1", "a:v0", "a:v99999999999", "a:", "a/b/c:v1", "a:b:c", "../x:v1"})
    void a_reference_that_names_no_version_is_refused(String text) {
        assertThatThrownBy(() -> ArtifactReference.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_alias_that_begins_with_v_is_an_alias() {
        assertThat(ArtifactReference.parse("net:validated").alias()).contains("validated");
        assertThat(ArtifactReference.parse("net:v12").version()).contains(12);
        assertThat(ArtifactReference.parse("net:7").alias()).contains("7");
    }

    private void manifest(String text) {
        scene.put("artifacts/model/sample-model/v1/manifest.json", text);
    }
}
