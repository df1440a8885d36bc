package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which documents a sync brings where that is chosen, and what a change of the choice does.
class CatalogSelectionTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");
    private static final MetadataSelection NO_MANIFESTS = new MetadataSelection(List.of(), List.of("manifest.json"));
    private static final MetadataSelection MODELS =
            new MetadataSelection(List.of("artifacts/model/"), List.of("artifacts/model/draft-*/"));

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() throws InterruptedException {
        scene.close();
        scene = new CatalogScene(folder);
        scene.repository().save(scene.draft("model/net", "one").by(CatalogScene.TRAINING));
        scene.save("model/draft-x", "two");
        scene.save("dataset/faces", "three");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private MetadataSyncReport synced(MetadataSelection selection) throws InterruptedException {
        return scene.synced(MetadataSyncOptions.DEFAULT.withSelection(selection));
    }

    private List<String> artifacts() {
        try (CatalogBrowser browser = scene.browser()) {
            return browser.artifacts(CatalogQuery.ALL).rows().stream()
                    .map(each -> each.id().toString())
                    .toList();
        }
    }

    @Test
    void only_what_the_patterns_mean_is_fetched_and_shown() throws InterruptedException {
        MetadataSyncReport report = synced(MODELS);

        assertThat(report.fetched()).isEqualTo(3);
        assertThat(report.runs()).isZero();
        assertThat(report.problems()).isEmpty();
        assertThat(artifacts()).containsExactly("model/net");
        try (CatalogBrowser browser = scene.browser()) {
            var reference = ArtifactReference.parse("net:v1");
            assertThat(browser.version(reference)).isEqualTo(scene.repository().version(reference));
        }
    }

    @Test
    void a_longer_list_is_brought_at_the_next_sync_though_nothing_changed_in_the_repository()
            throws InterruptedException {
        synced(MODELS);
        assertThat(synced(MODELS).unchanged()).isTrue();

        MetadataSyncReport longer = synced(MetadataSelection.ALL);

        assertThat(longer.unchanged()).isFalse();
        assertThat(artifacts()).containsExactly("dataset/faces", "model/draft-x", "model/net");
        assertThat(synced(MetadataSelection.ALL).unchanged())
                .as("the generation is trusted: nobody else wrote")
                .isTrue();
        try (var fresh = new CatalogFolder(scene)) {
            assertThat(scene.said()).isEqualTo(fresh.said());
        }
    }

    @Test
    void a_shorter_list_takes_out_what_is_not_in_it_and_fetches_nothing() throws InterruptedException {
        synced(MetadataSelection.ALL);
        long gets = scene.store.calls(Operation.GET);

        MetadataSyncReport shorter = synced(MODELS);

        assertThat(shorter.fetched()).isZero();
        assertThat(shorter.forgotten()).isPositive();
        assertThat(scene.calls(Operation.GET, gets)).as("the generation").isOne();
        assertThat(artifacts()).containsExactly("model/net");
        assertThat(synced(MODELS).unchanged()).isTrue();
    }

    @Test
    void runs_that_were_left_out_come_when_they_are_wanted_though_nothing_changed() throws InterruptedException {
        scene.synced(MetadataSyncOptions.DEFAULT.withRuns(false));

        assertThat(scene.synced().runs()).isOne();
    }

    @Test
    void what_is_left_out_is_named_when_it_is_asked_for_and_is_not_called_old() throws InterruptedException {
        synced(NO_MANIFESTS);

        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.search(List.of("about"), CatalogQuery.ALL).rows())
                    .hasSize(3);
            assertThat(browser.versions(NET)).isEqualTo(scene.repository().versions(NET));
            assertThatThrownBy(() -> browser.version(ArtifactReference.parse("net:v1")))
                    .isInstanceOf(ArtifactFailure.NotFound.class)
                    .hasMessageContaining("artifacts/model/net/v1/manifest.json is not in the catalog")
                    .hasMessageContaining("metadataExclude");
        }
    }

    @Test
    void a_deleted_version_does_not_look_alive_because_its_mark_matches_no_pattern() throws InterruptedException {
        scene.repository().delete(NET, 1, false);

        synced(new MetadataSelection(List.of("versions.json"), List.of(".deleted", "v*/")));

        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.versions(NET)).singleElement().matches(each -> each.deleted());
        }
        assertThat(artifacts()).contains("dataset/faces", "model/net");
    }

    @Test
    void a_change_by_waybill_brings_what_the_catalog_holds_and_no_more() throws InterruptedException {
        synced(NO_MANIFESTS);
        ArtifactRepository repository = scene.repository();
        int number = repository.save(scene.draft("model/net", "four")).number();
        var refresh = new CatalogRefresh(scene.store, scene.root, scene.catalogs(), scene.clock);
        long gets = scene.store.calls(Operation.GET);

        refresh.run(new CatalogRefresh.Changed(NET, Set.of(number), Optional.empty()));

        assertThat(scene.calls(Operation.GET, gets))
                .as("the index and the metadata")
                .isEqualTo(2);
        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.versions(NET)).hasSize(2);
        }
        assertThat(synced(NO_MANIFESTS).forgotten()).isZero();
    }

    @Test
    void what_the_sync_is_made_with_counts_where_its_options_do_not_say() throws InterruptedException {
        var sync = new MetadataSync(scene.store, scene.root, scene.catalogs(), scene.clock, MODELS);

        sync.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
        assertThat(artifacts()).containsExactly("model/net");
        sync.run(MetadataSyncOptions.DEFAULT.withSelection(MetadataSelection.ALL), MetadataSyncListener.NONE);
        assertThat(artifacts()).hasSize(3);
    }

    @Test
    void runs_that_the_list_leaves_out_go_even_where_no_runs_are_looked_at() throws InterruptedException {
        scene.synced();

        MetadataSyncReport report =
                scene.synced(MetadataSyncOptions.DEFAULT.withRuns(false).withSelection(MODELS));

        assertThat(report.runs()).isOne();
        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.size().runs()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "#", "!", "/", "a[", "two\nlines"})
    void what_is_no_pattern_is_refused_with_the_rule(String pattern) {
        assertThatThrownBy(() -> new MetadataSelection(List.of("*.json", pattern), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a pattern: \"" + pattern.replace('\n', '?') + "\"")
                .hasMessageContaining("must");
    }

    @Test
    void folders_that_are_left_out_need_not_be_listed() throws InterruptedException {
        List<Predicate<String>> omittable = new ArrayList<>();
        var store = new ForwardingAdapter(scene.plain) {
            @Override
            @MustBeClosed
            public Stream<ObjectMetadata> list(ListOptions options) {
                omittable.add(options.omittable());
                return super.list(options);
            }
        };
        var sync = new MetadataSync(store, scene.root, scene.catalogs(), scene.clock);
        var selection = new MetadataSelection(List.of(), List.of("artifacts/dataset/", "demo/", "v1/"));

        sync.run(MetadataSyncOptions.DEFAULT.withSelection(selection), MetadataSyncListener.NONE);

        assertThat(omittable).isNotEmpty().allSatisfy(omits -> {
            assertThat(omits).accepts("team/data/artifacts/dataset/", "team/data/demo/", "team/data/artifacts/.dedup/");
            assertThat(omits).rejects("team/data/", "team/data/artifacts/model/");
            // The mark of a deleted version may lie there.
            assertThat(omits).rejects("team/data/artifacts/model/net/v1/");
        });
    }
}
