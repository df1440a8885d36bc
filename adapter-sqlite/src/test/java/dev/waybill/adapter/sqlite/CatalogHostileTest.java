package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Documents that nobody should have written: each is named and passed over, what was known of it stays and is called
/// stale, and all else is brought up to date.
class CatalogHostileTest {
    private static final String INDEX = "artifacts/model/net/versions.json";
    private static final String METADATA = "artifacts/model/net/v1/metadata.json";
    private static final String MANIFEST = "artifacts/model/net/v1/manifest.json";

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() throws InterruptedException {
        scene.close();
        scene = new CatalogScene(folder, CatalogScene.ofFolders());
        scene.save("model/net", "one");
        scene.save("model/other", "one");
        scene.synced();
        scene.synced();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private ArtifactVersion version(String reference) {
        try (CatalogBrowser browser = scene.browser()) {
            return browser.version(ArtifactReference.parse(reference));
        }
    }

    private MetadataSyncReport syncedBeside(String where) throws InterruptedException {
        scene.repository().changeTags(new ArtifactId("model", "other"), 1, List.of("new"), List.of());
        MetadataSyncReport report = scene.synced();
        assertThat(version("other").metadata().tags()).contains("new");
        assertThat(report.problems())
                .singleElement()
                .extracting(ArtifactProblem::where)
                .isEqualTo(scene.root + where);
        return report;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    versions | {"versions":[{"version":1
                    versions | []
                    versions | {"versions":[{"version":1,"size_bytes":NaN}]}
                    versions | {"versions":[{"version":1,"version":2}]}
                    versions | {"versions":[{"version":1},{"version":1}]}
                    versions | {"versions":[{"version":"1"}]}
                    versions | {"versions":[{"version":99999999999}]}
                    versions | {"versions":[],"aliases":{"a":-1}}
                    versions | {"versions":[]} {}
                    metadata | {"tags":"fast"}
                    metadata | {"tags":[1]}
                    metadata | {"metadata":[]}
                    metadata | {"description":{}}
                    metadata | {"created_at":1e300}
                    metadata | {"tags":[NaN]}
                    metadata | nothing
                    manifest | {"files":{}}
                    manifest | {"files":[[]]}
                    manifest | {"files":[], "files":[]}
                    manifest | \u0000
                    """)
    void a_damaged_document_is_named_and_what_was_known_stays_as_stale(String document, String text)
            throws InterruptedException {
        ArtifactVersion before = version("net:v1");
        String where = document.equals("versions") ? INDEX : "artifacts/model/net/v1/" + document + ".json";
        scene.put(where, text);

        syncedBeside(where);

        ArtifactVersion after = version("net:v1");
        assertThat(after.metadata()).isEqualTo(before.metadata());
        assertThat(after.manifest()).isEqualTo(before.manifest());
        assertThat(after.problems()).singleElement().asString().contains(where, "older here than in the repository");
        assertThat(scene.synced().fetched())
                .as("what is no better is not fetched again")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void a_word_that_is_no_number_is_named_and_the_rest_of_the_document_goes_on() throws InterruptedException {
        scene.put(METADATA, "{\"tags\":[\"slow\"],\"metadata\":{\"epochs\":3,\"best\":{\"loss\":NaN}}}");

        assertThat(syncedBeside(METADATA).problems())
                .singleElement()
                .asString()
                .contains(METADATA, "metadata.best.loss is NaN");

        ArtifactVersion version = version("net:v1");
        assertThat(version.metadata().tags()).containsExactly("slow");
        assertThat(version.metadata().metadata().texts())
                .containsEntry("epochs", "3")
                .containsEntry("best", "{\"loss\":\"NaN\"}");
    }

    @Test
    void a_document_that_is_mended_is_not_stale_any_more() throws InterruptedException {
        scene.put(METADATA, "{");
        syncedBeside(METADATA);

        scene.put(METADATA, "{\"tags\":[\"mended\"]}");

        assertThat(scene.synced().problems()).isEmpty();
        assertThat(version("net").metadata().tags()).containsExactly("mended");
    }

    @Test
    void a_document_nested_a_million_deep_is_named() throws InterruptedException {
        scene.put(METADATA, "{\"metadata\":" + "[".repeat(1_000_000));

        assertThat(syncedBeside(METADATA).problems()).singleElement().asString().contains("depth");
    }

    @Test
    void a_document_longer_than_the_limit_is_not_fetched_until_the_limit_is_raised() throws InterruptedException {
        scene.put(METADATA, "{\"tags\":[\"long\"],\"description\":\"" + "x".repeat(5000) + "\"}");
        long gets = scene.store.calls(Operation.GET);

        MetadataSyncReport report = scene.synced(MetadataSyncOptions.DEFAULT.withMaxDocumentBytes(4000));

        assertThat(scene.calls(Operation.GET, gets)).as("the generation").isLessThanOrEqualTo(2);
        assertThat(report.problems()).singleElement().asString().contains(METADATA, "at most 4000");
        assertThat(version("net").metadata().tags()).containsExactly("fast");
        assertThat(scene.synced().problems()).isEmpty();
        assertThat(version("net").metadata().tags()).containsExactly("long");
    }

    @Test
    void a_document_that_is_longer_than_was_listed_is_read_up_to_the_limit_only() throws InterruptedException {
        scene.put(METADATA, "{\"tags\":[]}");
        var growing = new MetadataSyncListener() {
            @Override
            public void planned(long documents, long bytes) {
                scene.put(METADATA, "{\"description\":\"" + "x".repeat(5000) + "\"}");
            }

            @Override
            public void fetched(ObjectKey key, long bytes) {}
        };

        MetadataSyncReport report = scene.sync().run(MetadataSyncOptions.DEFAULT.withMaxDocumentBytes(4000), growing);

        assertThat(report.problems()).singleElement().asString().contains(METADATA, "at most 4000");
        assertThat(version("net").metadata().tags()).containsExactly("fast");
    }

    @Test
    void paths_of_a_manifest_that_lead_out_are_left_out_and_named() throws InterruptedException {
        scene.put(
                MANIFEST,
                "{\"files\":[{\"path\":\"../../etc/passwd\",\"size\":1,\"digest\":\"sha256:%1$s\"},"
                                .formatted("0".repeat(64))
                        + "{\"path\":\"ok\",\"size\":1,\"digest\":\"sha256:%1$s\"}]}".formatted("1".repeat(64)));

        syncedBeside(MANIFEST);

        assertThat(version("net").manifest().files())
                .extracting(ManifestFile::path)
                .containsExactly(new ObjectKey("ok"));
    }

    @Test
    void a_name_that_no_artifact_may_have_is_named() throws InterruptedException {
        scene.put("artifacts/model/a:b/versions.json", "{\"versions\":[]}");

        syncedBeside("artifacts/model/a:b/versions.json");
    }

    @Test
    void a_document_that_may_not_be_read_is_named_and_tried_again() throws InterruptedException {
        scene.put(METADATA, "{\"tags\":[\"later\"]}");
        scene.store.failEvery(
                Operation.GET,
                scene.root.key(METADATA),
                Fault.throwing((store, key) -> new StorageException.AccessDenied(store, key, "no", null)));
        syncedBeside(METADATA);
        assertThat(version("net").metadata().tags()).containsExactly("fast");
        scene.store.heal();

        assertThat(scene.synced().problems()).isEmpty();
        assertThat(version("net").metadata().tags()).containsExactly("later");
    }

    @Test
    void a_document_that_was_never_right_leaves_the_version_in_the_list() throws InterruptedException {
        scene.put("artifacts/model/third/versions.json", "{\"versions\":[{\"version\":1}],\"aliases\":{\"latest\":1}}");
        scene.put("artifacts/model/third/v1/metadata.json", "{");

        syncedBeside("artifacts/model/third/v1/metadata.json");

        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.list(problem -> {}))
                    .extracting(each -> each.id().name())
                    .containsExactly("net", "other", "third");
        }
    }

    @Test
    void lineage_that_cannot_be_read_is_named_and_the_run_stays() throws InterruptedException {
        scene.repository().save(scene.draft("model/net", "two").by(CatalogScene.TRAINING));
        scene.synced();
        String where = "demo/train/runs/20261127_120000_0a1b2c/artifacts_created.json";
        scene.put(where, "{\"artifacts\":[{\"name\":1}]}");

        syncedBeside(where);

        assertThat(scene.said()).anyMatch(line -> line.contains("run:demo/train/20261127_120000_0a1b2c"));
    }
}
