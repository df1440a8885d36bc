package dev.waybill.cli.endtoend;

import static dev.waybill.cli.endtoend.StorageHere.NET;
import static dev.waybill.cli.endtoend.StorageHere.RUN;
import static dev.waybill.cli.endtoend.StorageHere.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.cli.CommandRun;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogPace;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.operation.RemoteStorage;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
import dev.waybill.domain.transfer.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `RemoteStorage`, on a folder, with all that is installed: its catalog and its connection.
class RemoteStorageTest {
    private final Path folder;

    @AutoClose
    private final StorageHere here;

    private final RemoteStorage storage;

    RemoteStorageTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        here = new StorageHere(folder).withLab();
        storage = here.storage();
    }

    @Test
    void what_was_synced_is_looked_at_whether_it_is_connected_or_not() throws InterruptedException {
        storage.connect();
        storage.connect();
        storage.save(draft("one"));
        assertThat(storage.status().catalog()).isEmpty();
        assertThatExceptionOfType(ArtifactFailure.NotFound.class).isThrownBy(() -> storage.listArtifacts());
        storage.syncMetadata();
        storage.save(draft("two"));
        storage.close();

        assertThat(storage.isConnected()).isFalse();
        assertThat(storage.listVersions(NET)).hasSize(2);
        assertThat(storage.loadArtifact(ArtifactReference.parse("net")).number())
                .isEqualTo(2);
        assertThat(storage.search(List.of("two"), CatalogQuery.ALL).total()).isOne();
        assertThat(storage.lineage(NET, 1, LineageGraph.Direction.BOTH, 3).toString())
                .contains(RUN.id());
        assertThat(storage.status().size().orElseThrow().versions()).isEqualTo(2);
        assertThat(here.warnings).isEmpty();
    }

    @Test
    void what_is_synced_is_what_the_remote_is_configured_with_or_what_the_call_says()
            throws InterruptedException, IOException {
        var noModels = here.withLab("metadataExclude: artifacts/model/").storage();
        noModels.connect();
        noModels.save(draft("one"));

        noModels.syncMetadata();
        assertThat(noModels.listArtifacts()).isEmpty();

        noModels.syncMetadata(
                MetadataSyncOptions.DEFAULT.withSelection(MetadataSelection.ALL), MetadataSyncListener.NONE);
        assertThat(noModels.listArtifacts()).hasSize(1);
    }

    @Test
    void what_needs_the_store_says_that_it_is_not_connected() throws InterruptedException {
        storage.connect();
        storage.save(draft("one"));
        storage.close();

        List<Tasking> calls = List.of(
                () -> storage.syncMetadata(),
                () -> storage.downloadArtifact(NET, 1, DownloadListener.NONE),
                () -> storage.materialize(
                        ArtifactReference.of(NET, 1),
                        file -> true,
                        folder.resolve("mine"),
                        Materialization.COPY,
                        DownloadOptions.DEFAULT),
                () -> storage.save(draft("two")),
                () -> storage.useArtifact(NET, 1, RUN),
                () -> storage.setAlias(NET, 1, "a"),
                () -> storage.removeAlias(NET, "a"),
                () -> storage.addTags(NET, 1, List.of("a")),
                () -> storage.removeTags(NET, 1, List.of("a")),
                () -> storage.deleteVersion(NET, 1),
                () -> storage.restoreVersion(NET, 1),
                () -> storage.removeVersion(NET, 1),
                () -> storage.changeAll(List.of(VersionRange.parse("net:v1")), new VersionChange.Restore()));
        for (Tasking call : calls) {
            assertThatExceptionOfType(ArtifactFailure.Refused.class)
                    .isThrownBy(call::run)
                    .withMessageContaining("not connected to file://");
        }
        assertThat(storage.history(100)).hasSize(1);

        storage.connect();
        storage.setAlias(NET, 1, "a");
        assertThat(storage.history(100)).hasSize(2);
    }

    /// A call that may be interrupted.
    private interface Tasking {
        void run() throws InterruptedException;
    }

    @Test
    void a_version_of_others_arrives_in_the_background_until_it_is_closed() throws InterruptedException {
        storage.connect();
        storage.save(draft("one"));
        var synced = new Semaphore(0);
        var failures = new AtomicInteger();
        var pace = new CatalogPace(Duration.ofMillis(20), Duration.ofMillis(20), 0);
        storage.syncInBackground(pace, MetadataSyncOptions.DEFAULT, new CatalogKeeper.Listener() {
            @Override
            public void synced(CatalogId catalog, MetadataSyncReport report) {
                synced.release();
            }

            @Override
            public void failed(CatalogId catalog, RuntimeException failure) {
                failures.incrementAndGet();
            }
        });
        synced.acquire();
        var others = CommandRun.in(folder)
                .with("XDG_CACHE_HOME", folder.resolve("elsewhere").toString())
                .run("artifact", "save", "model/net", "waybill.yaml", "--in", "./repository/team");
        assertThat(others.status()).as(others.all()).isZero();

        synced.drainPermits();
        synced.acquire(2);
        assertThat(storage.listVersions(NET)).hasSize(2);
        storage.close();
        synced.drainPermits();
        assertThat(synced.tryAcquire()).isFalse();
        assertThat(failures).hasValue(0);
    }

    @Test
    void many_threads_work_while_it_is_closed_and_connected_again() throws InterruptedException {
        storage.connect();
        storage.save(draft("one"));
        storage.syncMetadata();
        var refused = new AtomicInteger();
        try (var tasks = Tasks.failingFast(8)) {
            for (int who = 0; who < 4; who++) {
                String tag = "t" + who;
                tasks.submit(() -> tag(tag, refused));
            }
            tasks.submit(this::reconnect);
            tasks.join();
        }

        storage.connect();
        storage.syncMetadata();
        assertThat(storage.loadArtifact(NET, 1).metadata().tags()).contains("t0", "t1", "t2", "t3");
        assertThat(storage.history(1000))
                .allSatisfy(each -> assertThat(each.end()).isPresent());
        assertThat(here.warnings).isEmpty();
    }

    /// Tags until it was done twice.
    private void tag(String tag, AtomicInteger refused) {
        try {
            for (int done = 0; done < 2; ) {
                try {
                    storage.addTags(NET, 1, List.of(tag));
                    storage.listVersions(NET);
                    done++;
                } catch (ArtifactFailure.Refused e) {
                    refused.incrementAndGet();
                    storage.connect();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reconnect() {
        for (int i = 0; i < 5; i++) {
            storage.close();
            storage.connect();
        }
    }
}
