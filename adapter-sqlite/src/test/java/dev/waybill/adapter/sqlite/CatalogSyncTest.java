package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sync of metadata brings into the catalog, and by how many requests.
class CatalogSyncTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() {
        scene.close();
        scene = new CatalogScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void in(CatalogScene other) {
        scene.close();
        scene = other;
    }

    @Test
    void what_was_never_synced_has_no_catalog_and_the_error_says_what_brings_one() {
        assertThatThrownBy(scene::browser)
                .isInstanceOf(ArtifactFailure.NotFound.class)
                .hasMessageContaining("waybill remote sync");
    }

    @Test
    void what_the_catalog_says_of_a_version_is_what_the_repository_says() throws InterruptedException {
        scene.repository().save(scene.draft("model/net", "one").by(CatalogScene.TRAINING));
        scene.save("dataset/faces", "two");
        scene.repository().setAlias(NET, 1, "production");

        MetadataSyncReport report = scene.synced();

        assertThat(report.problems()).isEmpty();
        assertThat(report.artifacts()).isEqualTo(2);
        assertThat(report.runs()).isEqualTo(1);
        try (CatalogBrowser browser = scene.browser()) {
            var reference = ArtifactReference.parse("net:production");
            assertThat(browser.version(reference)).isEqualTo(scene.repository().version(reference));
            assertThat(browser.versions(NET)).isEqualTo(scene.repository().versions(NET));
            assertThat(browser.statistics(problem -> {}))
                    .isEqualTo(scene.repository().statistics(problem -> {}));
            assertThat(browser.list(problem -> {}))
                    .extracting(each -> each.id().toString())
                    .containsExactly("dataset/faces", "model/net");
        }
    }

    @Test
    void deletions_aliases_tags_and_removals_arrive() throws InterruptedException {
        scene.save("model/net", "one");
        scene.save("model/net", "two");
        scene.save("model/net", "three");
        scene.save("model/gone", "x");
        scene.synced();

        scene.repository().delete(NET, 2, false);
        scene.repository().remove(NET, 1, false);
        scene.repository().remove(new ArtifactId("model", "gone"), 1, false);
        scene.repository().setAlias(NET, 3, "production");
        scene.repository().changeTags(NET, 3, List.of("small"), List.of("fast"));
        MetadataSyncReport report = scene.synced();

        assertThat(report.problems()).isEmpty();
        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.versions(NET)).isEqualTo(scene.repository().versions(NET));
            assertThat(browser.versions(NET))
                    .extracting(each -> each.entry().version())
                    .containsExactly(2, 3);
            assertThat(browser.version(ArtifactReference.parse("net:production"))
                            .metadata()
                            .tags())
                    .containsExactly("small");
        }
        scene.repository().restore(NET, 2);
        scene.synced();
        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.versions(NET)).noneMatch(each -> each.deleted());
        }
    }

    @Test
    void a_second_sync_with_nothing_new_is_one_request_where_only_waybill_writes() throws InterruptedException {
        scene.save("model/net", "one");
        scene.synced();
        long gets = scene.store.calls(Operation.GET);
        long lists = scene.store.calls(Operation.LIST);

        MetadataSyncReport report = scene.synced();

        assertThat(report.unchanged()).isTrue();
        assertThat(scene.calls(Operation.GET, gets)).isOne();
        assertThat(scene.calls(Operation.LIST, lists)).isZero();
        assertThat(scene.store.calls(Operation.STAT)).isZero();
    }

    @Test
    void every_change_by_waybill_is_seen_at_the_next_sync() throws InterruptedException {
        scene.save("model/net", "one");
        scene.synced();
        List<Change> changes = List.of(
                () -> scene.save("model/net", "two"),
                () -> scene.repository().setAlias(NET, 1, "a"),
                () -> scene.repository().removeAlias(NET, "a"),
                () -> scene.repository().changeTags(NET, 1, List.of("t"), List.of()),
                () -> scene.repository().delete(NET, 1, false),
                () -> scene.repository().restore(NET, 1),
                () -> scene.repository().remove(NET, 1, false),
                () -> scene.repository().use(ArtifactReference.parse("net:v2"), CatalogScene.TRAINING));
        for (Change change : changes) {
            change.make();
            assertThat(scene.synced().isNothingNew()).isFalse();
            assertThat(scene.synced().unchanged()).isTrue();
        }
    }

    /// Something that is done to the repository.
    private interface Change {
        void make() throws InterruptedException;
    }

    @Test
    void the_generation_is_trusted_for_an_hour_and_not_by_a_full_sync() throws InterruptedException {
        scene.save("model/net", "one");
        scene.synced();
        scene.put("artifacts/model/other/versions.json", "{\"versions\":[{\"version\":1}]}");

        assertThat(scene.synced().unchanged()).isTrue();
        assertThat(scene.synced(MetadataSyncOptions.DEFAULT.withFull(true)).artifacts())
                .isOne();
        scene.delete("artifacts/model/other/versions.json");
        scene.clock.advance(Duration.ofHours(1));
        assertThat(scene.synced().artifacts()).isOne();
    }

    @Test
    void once_others_were_seen_to_write_the_generation_is_not_trusted_any_more() throws InterruptedException {
        scene.save("model/net", "one");
        scene.synced();
        scene.put("artifacts/model/other/versions.json", "{\"versions\":[]}");
        scene.synced(MetadataSyncOptions.DEFAULT.withFull(true));

        scene.put("artifacts/model/third/versions.json", "{\"versions\":[]}");

        assertThat(scene.synced().artifacts()).isOne();
    }

    @Test
    void a_change_that_died_half_way_lets_every_sync_list() throws InterruptedException {
        scene.save("model/net", "one");
        scene.put(
                "artifacts/.waybill/generation.json",
                "{\"generation\":\"x\",\"state\":\"changing\",\"written_at\":1.0}");
        scene.synced();

        scene.put("artifacts/model/net/v1/.deleted", "{}");

        assertThat(scene.synced().artifacts()).isOne();
    }

    @Test
    void where_runicorn_may_write_each_sync_lists_and_fetches_only_what_changed() throws InterruptedException {
        in(new CatalogScene(folder, CatalogScene.ofFolders()));
        scene.save("model/net", "one");
        scene.save("model/other", "one");
        scene.synced();
        scene.synced();
        long gets = scene.store.calls(Operation.GET);

        scene.put("artifacts/model/other/v1/.deleted", "{}");
        MetadataSyncReport report = scene.synced();

        assertThat(report.unchanged()).isFalse();
        assertThat(report.artifacts()).isOne();
        assertThat(report.fetched()).isZero();
        assertThat(scene.calls(Operation.GET, gets))
                .as("the generation, before and after")
                .isEqualTo(2);
    }

    @Test
    void an_edit_in_the_tick_of_the_one_that_was_fetched_is_found_by_the_next_sync() throws InterruptedException {
        in(new CatalogScene(folder, CatalogScene.ofFolders()));
        scene.put("artifacts/model/net/versions.json", "{\"versions\":[{\"version\":1}]}");
        scene.sync().run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);

        // A clock that is wrong by a day makes nothing look older than it is.
        scene.clock.advance(Duration.ofDays(1));
        MetadataSyncReport second = scene.synced();
        MetadataSyncReport third = scene.synced();

        assertThat(second.fetched()).isOne();
        assertThat(second.isNothingNew()).isTrue();
        assertThat(third.fetched()).isZero();
    }

    @Test
    void contents_and_logs_are_not_fetched_and_the_pool_is_not_even_listed() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            scene.put("artifacts/.dedup/%02d/content".formatted(i), "x");
            scene.put(CatalogScene.TRAINING.toString().replace("train/", "train/runs/") + "/media/" + i, "x");
        }
        scene.put("demo/train/runs/20261127_120000_0a1b2c/events.jsonl", "{}");
        scene.save("model/net", "one");

        MetadataSyncReport report = scene.synced();

        assertThat(report.fetched()).isEqualTo(3);
        assertThat(report.listed()).isLessThan(40);
    }

    @Test
    void a_version_that_is_published_after_the_listing_comes_with_its_documents() throws InterruptedException {
        scene.save("model/net", "one");
        var late = new MetadataSyncListener() {
            private final AtomicLong calls = new AtomicLong();

            @Override
            public void planned(long documents, long bytes) {
                if (calls.getAndIncrement() == 0) {
                    save();
                }
            }

            private void save() {
                try {
                    scene.save("model/net", "two");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void fetched(ObjectKey key, long bytes) {}
        };

        scene.sync().run(MetadataSyncOptions.DEFAULT, late);

        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.version(ArtifactReference.parse("net:v2")))
                    .isEqualTo(scene.repository().version(ArtifactReference.parse("net:v2")));
        }
    }

    @Test
    void progress_has_true_totals() throws InterruptedException {
        scene.save("model/net", "one");
        scene.save("model/other", "two");
        var planned = new AtomicLong();
        var plannedBytes = new AtomicLong();
        var bytes = new AtomicLong();
        var keys = new ArrayList<ObjectKey>();
        MetadataSyncReport report = scene.sync().run(MetadataSyncOptions.DEFAULT, new MetadataSyncListener() {
            @Override
            public void planned(long documents, long more) {
                planned.addAndGet(documents);
                plannedBytes.addAndGet(more);
            }

            @Override
            public synchronized void fetched(ObjectKey key, long more) {
                keys.add(key);
                bytes.addAndGet(more);
            }
        });

        assertThat(keys).hasSize(6).doesNotHaveDuplicates();
        assertThat(planned).hasValue(6);
        assertThat(bytes).hasValue(plannedBytes.get()).hasValue(report.fetchedBytes());
    }

    @Test
    void runs_are_left_out_where_they_are_not_wanted_and_kept_where_they_were_known() throws InterruptedException {
        scene.repository().save(scene.draft("model/net", "one").by(CatalogScene.TRAINING));
        var withoutRuns = MetadataSyncOptions.DEFAULT.withRuns(false).withFull(true);

        assertThat(scene.synced(withoutRuns).runs()).isZero();
        assertThat(scene.synced(MetadataSyncOptions.DEFAULT.withFull(true)).runs())
                .isOne();
        assertThat(scene.synced(withoutRuns).forgotten()).isZero();
    }

    @Test
    void an_artifact_that_is_called_runs_is_no_run() throws InterruptedException {
        scene.save("runs/runs", "one");

        MetadataSyncReport report = scene.synced();

        assertThat(report.artifacts()).isEqualTo(1);
        assertThat(report.runs()).isZero();
        assertThat(scene.said()).anyMatch(line -> line.startsWith("runs/runs 1 "));
    }

    @Test
    void each_repository_has_a_catalog_of_its_own() throws InterruptedException {
        scene.save("model/net", "one");
        scene.synced();
        var elsewhere = new MetadataSync(scene.store, KeyPrefix.of("team/"), scene.catalogs(), scene.clock);
        elsewhere.run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);

        assertThat(scene.catalogs().ids())
                .containsExactly(elsewhere.id(), scene.sync().id());
        try (CatalogBrowser browser = CatalogBrowser.open(scene.catalogs(), elsewhere.id())) {
            assertThat(browser.list(problem -> {})).isEmpty();
        }
    }

    @Test
    void a_store_that_can_do_nothing_but_keep_bytes_is_synced() throws InterruptedException {
        in(new CatalogScene(folder, InMemoryAdapter.NO_CAPABILITIES));
        scene.put("artifacts/model/net/versions.json", "{\"versions\":[{\"version\":1}],\"aliases\":{\"latest\":1}}");
        scene.put("artifacts/model/net/v1/metadata.json", "{\"tags\":[\"fast\"]}");
        scene.put("artifacts/model/net/v1/manifest.json", "{\"files\":[]}");
        scene.synced();
        scene.synced();
        scene.put("artifacts/model/net/v1/metadata.json", "{\"tags\":[\"slow\"]}");

        MetadataSyncReport report = scene.synced();

        assertThat(report.artifacts()).isOne();
        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.version(ArtifactReference.parse("net"))
                            .metadata()
                            .tags())
                    .containsExactly("slow");
        }
    }
}
