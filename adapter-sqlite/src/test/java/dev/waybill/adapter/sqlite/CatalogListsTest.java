package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.VersionSummary;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogPage;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogQuery.Sort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lists of artifacts with a tag and more, in any order, a part at a time; and of catalogs that an earlier version
/// made.
class CatalogListsTest {
    private static final Comparator<ArtifactSummary> BY_NAME = Comparator.comparing(
                    (ArtifactSummary artifact) -> artifact.id().type())
            .thenComparing(artifact -> artifact.id().name());

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    /// Twelve artifacts of two types, of one to three versions. Every second has a version tagged `good`, in turns the
    /// first
    /// or the last; every third has one that is named `best`.
    @BeforeEach
    void open() throws InterruptedException {
        scene.close();
        scene = new CatalogScene(folder, CatalogScene.ofFolders());
        for (int i = 0; i < 12; i++) {
            var id = new ArtifactId(i % 4 == 0 ? "dataset" : "model", "a" + (i * 7) % 12);
            int versions = 1 + i % 3;
            scene.clock.advance(Duration.ofMinutes(1));
            for (int number = 1; number <= versions; number++) {
                scene.save(id.toString(), "x".repeat(1 + (i * 5) % 11));
            }
            if (i % 2 == 0) {
                int tagged = i % 4 == 0 ? versions : 1;
                scene.repository().changeTags(id, tagged, List.of("good"), List.of());
            }
            if (i % 3 == 0) {
                scene.repository().setAlias(id, 1, "best");
            }
        }
        scene.synced();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private CatalogPage<ArtifactSummary> asked(CatalogQuery query) {
        try (CatalogBrowser browser = scene.browser()) {
            return browser.artifacts(query);
        }
    }

    private static CatalogQuery query(
            Optional<String> type, Optional<String> alias, Sort sort, boolean descending, long offset, long limit) {
        return new CatalogQuery(
                type,
                Optional.empty(),
                Optional.empty(),
                Optional.of("good"),
                alias,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sort,
                descending,
                offset,
                limit);
    }

    private static Comparator<ArtifactSummary> order(Sort sort) {
        return switch (sort) {
            case NAME -> BY_NAME;
            case CREATED ->
                Comparator.comparing((ArtifactSummary artifact) ->
                                artifact.updatedAt().orElseThrow())
                        .thenComparing(BY_NAME);
            case SIZE ->
                Comparator.comparing((ArtifactSummary artifact) ->
                                artifact.latest().map(VersionEntry::sizeBytes).orElse(0L))
                        .thenComparing(BY_NAME);
            case VERSIONS -> Comparator.comparing(ArtifactSummary::versions).thenComparing(BY_NAME);
        };
    }

    /// Whether one version of it has the tag, and the alias if there is one.
    private boolean has(ArtifactSummary artifact, Optional<String> alias) {
        try {
            for (VersionSummary version : scene.repository().versions(artifact.id())) {
                var all = scene.repository()
                        .version(ArtifactReference.parse(
                                artifact.id() + ":v" + version.entry().version()));
                if (all.metadata().tags().contains("good") && alias.stream().allMatch(version.aliases()::contains)) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NAME,,",
        "NAME,model,",
        "NAME,,best",
        "NAME,model,best",
        "CREATED,,",
        "CREATED,model,best",
        "SIZE,,",
        "SIZE,model,",
        "VERSIONS,,",
        "VERSIONS,,best",
    })
    void those_with_a_tag_are_found_in_any_order_and_part(Sort sort, String type, String alias) {
        Optional<String> ofType = Optional.ofNullable(type);
        Optional<String> named = Optional.ofNullable(alias);
        Predicate<ArtifactSummary> wanted =
                artifact -> ofType.stream().allMatch(artifact.id().type()::equals) && has(artifact, named);
        var expected = new ArrayList<>(asked(CatalogQuery.ALL).rows().stream()
                .filter(wanted)
                .sorted(order(sort))
                .toList());
        assertThat(expected).isNotEmpty();
        for (boolean descending : new boolean[] {false, true}) {
            var rows = descending ? expected.reversed() : expected;
            assertThat(asked(query(ofType, named, sort, descending, 0, 100)))
                    .isEqualTo(new CatalogPage<>(rows, rows.size()));
            assertThat(asked(query(ofType, named, sort, descending, 1, 1)))
                    .isEqualTo(new CatalogPage<>(rows.stream().skip(1).limit(1).toList(), rows.size()));
        }
    }

    @Test
    void latest_is_the_newest_that_is_not_deleted() throws InterruptedException {
        var id = new ArtifactId("model", "a7");
        assertThat(latest(id)).hasValue(2);

        // As Runicorn does it: the index is not touched.
        scene.put("artifacts/model/a7/v2/.deleted", "{}");
        scene.synced();
        assertThat(latest(id)).hasValue(1);
        scene.repository().delete(id, 1, true);
        scene.synced();
        assertThat(latest(id)).isEmpty();
        scene.repository().restore(id, 2);
        scene.synced();
        assertThat(latest(id)).hasValue(2);
    }

    private Optional<Integer> latest(ArtifactId id) {
        return asked(CatalogQuery.ALL).rows().stream()
                .filter(artifact -> artifact.id().equals(id))
                .findFirst()
                .flatMap(ArtifactSummary::latest)
                .map(VersionEntry::version);
    }

    @Test
    void a_catalog_of_an_earlier_version_says_the_same() throws Exception {
        String hostile = "{\"versions\":[]," + "\"aliases\":{\"a\\nb\":1,\"\\u0000\":1,\"\uD83D\uDE00 7 x\":1,\"\":1}}";
        scene.put("artifacts/model/hostile/versions.json", hostile);
        scene.put("artifacts/model/a7/v2/.deleted", "{}");
        scene.repository().delete(new ArtifactId("dataset", "a0"), 1, true);
        assertThat(scene.synced().problems()).isEmpty();
        List<String> said = scene.said();
        assertThat(said).anyMatch(line -> line.contains("a\nb=1"));

        for (int version = 1; version < CatalogSchema.SCHEMA.latest(); version++) {
            takeBack(version);
            assertThat(scene.said()).as("made by version %d", version).isEqualTo(said);
        }
    }

    private void takeBack(int version) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(each -> each.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no catalog"));
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var statement = connection.createStatement()) {
                for (String step : CatalogOfBefore.ofVersion(version)) {
                    statement.execute(step);
                }
            }
        }
    }
}
