package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Gate;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sync that breaks off, meets another, or finds its file damaged.
class CatalogFaultTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");

    @TempDir
    private Path folder;

    private CatalogScene scene = new CatalogScene(Path.of("."));

    @BeforeEach
    void open() throws InterruptedException {
        scene.close();
        scene = new CatalogScene(folder);
        scene.save("model/net", "one");
        scene.synced();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void change() throws InterruptedException {
        scene.save("model/net", "two");
        scene.save("model/other", "three");
        scene.repository().delete(NET, 1, false);
    }

    @Test
    void wherever_a_sync_breaks_off_the_catalog_stays_as_it_was_and_the_next_one_goes_on() throws InterruptedException {
        List<String> before = scene.said();
        for (int number = 1; number <= 6; number++) {
            change();
            scene.store.fail(Operation.GET, scene.store.calls(Operation.GET) + number, Fault.NOT_REACHED);
            assertThatThrownBy(scene::synced).isInstanceOf(StorageException.StoreUnavailable.class);
            assertThat(scene.said()).isEqualTo(before);
            scene.store.heal();
        }

        scene.synced();

        assertThat(scene.said()).isNotEqualTo(before).isEqualTo(fresh());
    }

    private List<String> fresh() throws InterruptedException {
        try (var other = new CatalogFolder(scene)) {
            return other.said();
        }
    }

    @Test
    void a_listing_that_breaks_off_forgets_nothing() throws InterruptedException {
        List<String> before = scene.said();
        scene.save("model/other", "three");
        scene.store.failEvery(Operation.LIST, Fault.cutListingAfter(2));

        assertThatThrownBy(scene::synced).isInstanceOf(StorageException.class);

        assertThat(scene.said()).isEqualTo(before);
    }

    @Test
    void what_was_fetched_before_a_sync_broke_off_is_not_fetched_again() throws InterruptedException {
        change();
        breakOffAtTheIndexOfOther();

        MetadataSyncReport report = scene.synced();

        assertThat(report.fetched()).isLessThan(6);
        assertThat(scene.said()).isEqualTo(fresh());
    }

    /// After its metadata and its manifest were fetched, as all is fetched in the order of keys.
    private void breakOffAtTheIndexOfOther() {
        scene.store.failEvery(Operation.GET, scene.root.key("artifacts/model/other/versions.json"), Fault.NOT_REACHED);
        var usual = MetadataSyncOptions.DEFAULT;
        var oneByOne = new MetadataSyncOptions(
                usual.maxDocumentBytes(), 1, false, usual.trust(), usual.runs(), usual.selection());
        assertThatThrownBy(() -> scene.synced(oneByOne)).isInstanceOf(StorageException.class);
        scene.store.heal();
    }

    @Test
    void what_vanishes_before_it_is_fetched_does_not_come_from_what_an_earlier_sync_laid_by()
            throws InterruptedException {
        scene.save("model/other", "three");
        breakOffAtTheIndexOfOther();
        String metadata = "artifacts/model/other/v1/metadata.json";
        scene.put(metadata, "{\"description\": \"another\"}");
        var vanishing = new MetadataSyncListener() {
            @Override
            public void planned(long documents, long bytes) {
                scene.delete(metadata);
            }

            @Override
            public void fetched(ObjectKey key, long bytes) {}
        };

        scene.sync().run(MetadataSyncOptions.DEFAULT, vanishing);

        try (CatalogBrowser browser = scene.browser()) {
            assertThat(browser.search(List.of("three"), CatalogQuery.ALL).rows())
                    .isEmpty();
            assertThat(browser.search(List.of("one"), CatalogQuery.ALL).rows()).hasSize(1);
        }
    }

    @Test
    void an_interrupt_breaks_a_sync_off_and_changes_nothing() throws InterruptedException {
        List<String> before = scene.said();
        change();
        var gate = new Gate();
        scene.store.failEvery(Operation.GET, scene.root.key("artifacts/model/other/versions.json"), Fault.stall(gate));
        var outcome = new AtomicReference<Throwable>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                scene.sync().run(MetadataSyncOptions.DEFAULT, MetadataSyncListener.NONE);
            } catch (InterruptedException | RuntimeException e) {
                outcome.set(e);
            }
        });
        gate.awaitArrival();

        thread.interrupt();
        thread.join();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(scene.said()).isEqualTo(before);
    }

    @Test
    void of_two_syncs_at_once_neither_undoes_what_the_other_found() throws InterruptedException {
        change();
        var meanwhile = new MetadataSyncListener() {
            private boolean done;

            @Override
            public void planned(long documents, long bytes) {
                if (!done) {
                    done = true;
                    changeAndSync();
                }
            }

            private void changeAndSync() {
                try {
                    scene.repository().setAlias(NET, 2, "production");
                    scene.save("model/third", "four");
                    scene.synced();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void fetched(ObjectKey key, long bytes) {}
        };

        scene.sync().run(MetadataSyncOptions.DEFAULT, meanwhile);

        assertThat(scene.said()).isEqualTo(fresh()).anyMatch(line -> line.contains("production=2"));
    }

    @Test
    void who_looks_while_a_sync_commits_sees_what_was_there_when_he_began() throws InterruptedException {
        try (CatalogBrowser browser = scene.browser()) {
            List<String> before = CatalogScene.said(browser);
            change();
            scene.synced();

            assertThat(CatalogScene.said(browser)).isEqualTo(before);
        }
        assertThat(scene.said()).isEqualTo(fresh());
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(each -> each.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_damaged_catalog_is_begun_anew_with_one_warning() throws InterruptedException, IOException {
        List<String> before = scene.said();
        Files.writeString(file(), "not a database at all".repeat(500));

        scene.synced();

        assertThat(scene.warnings)
                .singleElement()
                .asString()
                .contains("the catalog", "damaged", "fetch metadata again");
        assertThat(scene.said()).isEqualTo(before);
        assertThat(scene.warnings).hasSize(1);
    }

    @Test
    void who_looks_into_a_damaged_catalog_is_told_what_mends_it() throws IOException {
        Files.writeString(file(), "not a database at all".repeat(500));

        assertThatThrownBy(scene::browser).hasMessageContaining("waybill remote sync");
        assertThat(scene.warnings).singleElement().asString().contains("waybill remote sync begins a new one");
    }

    @Test
    void a_catalog_of_a_newer_version_is_left_as_it_is() throws IOException, SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + (CatalogSchema.SCHEMA.latest() + 1));
        }

        assertThatThrownBy(scene::synced)
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessageContaining("newer version of Waybill");
    }
}
