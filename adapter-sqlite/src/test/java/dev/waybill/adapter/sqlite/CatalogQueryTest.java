package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogHit;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Looks into the catalog of the repository that Runicorn 0.4.2a wrote.
class CatalogQueryTest {
    private static final Path RECORDED = Path.of(
            "..", "storage-domain", "src", "test", "resources", "dev", "waybill", "domain", "artifact", "recorded");

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() throws IOException, InterruptedException {
        scene.close();
        scene = new CatalogScene(folder);
        try (Stream<Path> files = Files.walk(RECORDED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                scene.put(RECORDED.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        assertThat(scene.synced().problems()).isEmpty();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void the_catalog_says_of_every_version_what_the_repository_says() throws InterruptedException {
        try (CatalogBrowser browser = scene.browser()) {
            for (ArtifactSummary artifact : scene.repository().list(problem -> {})) {
                assertThat(browser.versions(artifact.id()))
                        .isEqualTo(scene.repository().versions(artifact.id()));
                for (int number = 1; number <= artifact.versions(); number++) {
                    var reference = ArtifactReference.parse(artifact.id() + ":v" + number);
                    assertThat(browser.version(reference))
                            .isEqualTo(scene.repository().version(reference));
                    assertThat(around(browser, reference))
                            .usingRecursiveComparison()
                            .ignoringCollectionOrder()
                            .isEqualTo(LineageGraph.around(
                                    artifact.id(),
                                    number,
                                    scene.repository().lineage(problem -> {}),
                                    LineageGraph.Direction.BOTH,
                                    9));
                }
            }
            assertThat(browser.statistics(problem -> {}))
                    .isEqualTo(scene.repository().statistics(problem -> {}));
            assertThat(browser.size().runs()).isEqualTo(5);
        }
    }

    private static LineageGraph around(CatalogBrowser browser, ArtifactReference reference) {
        var version = browser.version(reference);
        return LineageGraph.around(
                version.id(), version.number(), browser.lineage(problem -> {}), LineageGraph.Direction.BOTH, 9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "first cut | dataset/sample-dataset:v1",
                "FIRST | dataset/sample-dataset:v1",
                "样本 | dataset/sample-dataset:v1",
                "本 | dataset/sample-dataset:v1",
                "\"first\" | dataset/sample-dataset:v1",
                "sample-data first | dataset/sample-dataset:v1",
            })
    void a_version_is_found_by_words_that_are_said_of_it(String words, String found) {
        assertThat(search(List.of(words.split(" ")), CatalogQuery.ALL).rows())
                .extracting(CatalogHit::toString)
                .contains(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing", "sample OR nothing", "name:first", "first NOT cut", "cut* \"", "NEAR(first cut)"})
    void words_are_words_and_no_operators(String words) {
        // Each has a word in it that is nowhere; taken for operators they would find something or fail.
        var hits = search(List.of(words.split(" ")), CatalogQuery.ALL);

        assertThat(hits.rows()).extracting(CatalogHit::toString).doesNotContain("model/sample-model:v1");
    }

    @Test
    void pages_are_parts_of_one_order_and_tell_how_many_there_are() {
        var all = search(List.of("sample"), CatalogQuery.ALL);
        assertThat(all.total()).isEqualTo(4);

        var second = search(List.of("sample"), page(1, 2));

        assertThat(second.total()).isEqualTo(4);
        assertThat(second.rows()).isEqualTo(all.rows().subList(1, 3));
    }

    private static CatalogQuery page(long offset, long limit) {
        return new CatalogQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CatalogQuery.Sort.NAME,
                false,
                offset,
                limit);
    }

    private CatalogPage<CatalogHit> search(List<String> words, CatalogQuery query) {
        try (CatalogBrowser browser = scene.browser()) {
            return browser.search(words, query);
        }
    }

    @Test
    void a_name_that_two_types_have_is_asked_back_and_one_that_none_has_is_named() throws InterruptedException {
        scene.save("model/sample-dataset", "x");
        scene.synced();

        try (CatalogBrowser browser = scene.browser()) {
            assertThatThrownBy(() -> browser.version(ArtifactReference.parse("sample-dataset")))
                    .isInstanceOf(ArtifactFailure.Ambiguous.class)
                    .hasMessageContaining("dataset/sample-dataset or model/sample-dataset");
            assertThatThrownBy(() -> browser.version(ArtifactReference.parse("other")))
                    .isInstanceOf(ArtifactFailure.NotFound.class)
                    .hasMessageContaining("other");
        }
    }
}
