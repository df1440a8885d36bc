package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.cli.CommandRun;
import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.DownloadControl;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.LineageGraph;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogPace;
import dev.waybill.domain.catalog.CatalogQuery;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.operation.Operation;
import dev.waybill.domain.operation.RemoteStorage;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `RemoteStorage`, on a folder, with all that is installed.
class RemoteStorageTest {
    private static final ArtifactId NET = new ArtifactId("model", "net");
    private static final RunPath RUN = RunPath.parse("demo/train/20261127_120000_0a1b2c");

    @TempDir
    private Path folder;

    private StorageHere here;
    private RemoteStorage storage;

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectory(folder.resolve("repository"));
        Files.writeString(folder.resolve("waybill.yaml"), "remotes:\n  lab: { provider: file, root: ./repository }\n");
        here = new StorageHere(folder);
        storage = new RemoteStorage(here.remote("lab"), KeyPrefix.of("team/"), here.settings());
    }

    @AfterEach
    void close() {
        storage.close();
        here.close();
    }

    private static ArtifactDraft draft(String content) {
        return new ArtifactDraft(NET)
                .addFile(new ObjectKey("weights.bin"), content.getBytes(StandardCharsets.UTF_8))
                .describe("about " + content)
                .by(RUN);
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
        Files.writeString(
                folder.resolve("waybill.yaml"),
                "remotes:\n  lab: { provider: file, root: ./repository, metadataExclude: artifacts/model/ }\n");
        storage.close();
        storage = new RemoteStorage(here.remote("lab"), KeyPrefix.of("team/"), here.settings());
        storage.connect();
        storage.save(draft("one"));

        storage.syncMetadata();
        assertThat(storage.listArtifacts()).isEmpty();

        storage.syncMetadata(
                MetadataSyncOptions.DEFAULT.withSelection(MetadataSelection.ALL), MetadataSyncListener.NONE);
        assertThat(storage.listArtifacts()).hasSize(1);
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
    void a_version_is_fetched_once_and_its_folder_goes_with_the_cache() throws InterruptedException, IOException {
        storage.connect();
        storage.save(draft("one"));

        var first = storage.downloadArtifact(NET, 1, DownloadListener.NONE);
        Files.delete(folder.resolve("repository/team/artifacts/.dedup")
                .resolve(pooled())
                .toRealPath());
        var second = storage.downloadArtifact(NET, 1, DownloadListener.NONE);

        assertThat(first.folder()).isEqualTo(second.folder());
        assertThat(second.folder().resolve("weights.bin")).hasContent("one");
        assertThat(second.result().failures()).isEmpty();
        assertThat(storage.clearCache().contents()).isOne();
        assertThat(first.folder().resolve("weights.bin")).doesNotExist();
    }

    @Test
    void what_was_fetched_is_had_without_the_store_and_what_was_not_is_named()
            throws InterruptedException, IOException {
        storage.connect();
        storage.save(draft("one").addFile(new ObjectKey("notes.txt"), "notes".getBytes(StandardCharsets.UTF_8)));
        storage.syncMetadata();
        var net = ArtifactReference.parse("net:v1");
        storage.downloadArtifact(net, file -> file.path().value().equals("weights.bin"), DownloadOptions.DEFAULT);
        storage.close();
        Files.move(folder.resolve("repository"), folder.resolve("away"));

        var some = storage.downloadOffline(NET, 1, DownloadListener.NONE);
        assertThat(some.folder().resolve("weights.bin")).hasContent("one");
        assertThat(some.result().failures()).containsOnlyKeys("notes.txt");
        assertThat(some.result().failures().get("notes.txt"))
                .isInstanceOf(ArtifactFailure.NotFound.class)
                .hasMessageContaining("notes.txt of model/net:v1 is not on this machine");

        var linked = storage.materialize(
                net,
                file -> true,
                folder.resolve("mine"),
                Materialization.LINK,
                DownloadOptions.DEFAULT.fromWhatIsAtHand());
        assertThat(folder.resolve("mine/weights.bin"))
                .hasContent("one")
                .satisfies(
                        file -> assertThat(Files.isSameFile(file, some.folder().resolve("weights.bin")))
                                .isTrue());
        assertThat(linked.failures()).containsOnlyKeys("notes.txt");

        assertThatExceptionOfType(ArtifactFailure.NotFound.class)
                .isThrownBy(() -> storage.downloadOffline(NET, 7, DownloadListener.NONE));
        assertThat(here.warnings).isEmpty();
    }

    /// Where the call waits for the network, an interrupt ends virtual threads only; the test itself runs on another.
    @Test
    void a_download_ends_within_a_second_of_its_cancel_whatever_thread_called_and_though_the_server_is_silent()
            throws Exception {
        var asked = new CountDownLatch(1);
        var answered = new CountDownLatch(1);
        var begun = new AtomicLong();
        var control = new DownloadControl();
        try (var server = s3();
                var far = new RemoteStorage(here.remote("s3"), KeyPrefix.ALL, here.settings());
                var tasks = Tasks.failingFast(1)) {
            far.connect();
            far.save(draft("one"));
            server.interceptNext(request -> {
                if (request.endsWith("/versions.json")) {
                    asked.countDown();
                    Latches.isReached(answered);
                }
                return Optional.empty();
            });
            tasks.submit(() -> {
                Latches.isReached(asked);
                begun.set(System.nanoTime());
                control.cancel();
            });
            var options = DownloadOptions.DEFAULT.withControl(control);

            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> far.downloadArtifact(ArtifactReference.of(NET, 1), file -> true, options))
                    .withMessageContaining("cancelled");
            long nanos = System.nanoTime() - begun.get();
            answered.countDown();
            assertThat(Duration.ofNanos(nanos)).isLessThan(Duration.ofSeconds(1));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    /// A server of S3, configured as the remote `s3`.
    private S3WireServer s3() throws IOException {
        var server = S3WireServer.start(Clock.systemUTC());
        server.allow(S3Credentials.of("someone", "secret"));
        server.createBucket("bucket");
        Files.writeString(folder.resolve("waybill.yaml"), """
                        remotes:
                          s3: { provider: s3, endpoint: "%s", profile: aws, pathStyle: true, region: us-east-1,
                                bucket: bucket, accessKeyId: someone, secretAccessKey: secret }
                        """.formatted(server.endpoint()));
        return server;
    }

    @Test
    void what_a_run_uses_is_recorded_and_shows_in_lineage_at_once() throws InterruptedException {
        storage.connect();
        storage.save(draft("one"));
        storage.syncMetadata();
        var user = RunPath.parse("demo/eval/20261127_130000_1b2c3d");

        assertThat(storage.useArtifact(ArtifactReference.parse("net:latest"), user)
                        .number())
                .isOne();

        assertThat(storage.lineage(NET, 1, LineageGraph.Direction.DOWN, 1).toString())
                .contains(user.id());
        assertThat(storage.history(1))
                .first()
                .satisfies(each -> assertThat(each.start().operation()).isEqualTo(Operation.USE));
        storage.deleteVersion(NET, 1);
        assertThatExceptionOfType(ArtifactFailure.Refused.class).isThrownBy(() -> storage.useArtifact(NET, 1, user));
        assertThat(here.warnings).isEmpty();
    }

    @Test
    void many_versions_are_changed_alike_and_one_that_fails_stops_no_other() throws InterruptedException {
        storage.connect();
        for (String content : List.of("one", "two", "three")) {
            storage.save(draft(content));
        }
        storage.setAlias(NET, 2, "production");
        var row = List.of(VersionRange.parse("net:v1..v3"));

        var deleted = storage.changeAll(
                List.of(row.getFirst(), VersionRange.parse("faces:v1")), new VersionChange.Delete(false));
        assertThat(deleted.done()).extracting(VersionBatch.Item::number).containsExactly(1, 3);
        assertThat(deleted.failures()).containsOnlyKeys("model/net:v2", "faces:v1");
        assertThat(deleted.failures().get("model/net:v2")).isInstanceOf(ArtifactFailure.Refused.class);
        assertThat(deleted.failures().get("faces:v1")).isInstanceOf(ArtifactFailure.NotFound.class);

        assertThat(storage.changeAll(row, VersionChange.Tag.adding(List.of("left")))
                        .done())
                .as("deleted ones that only stand in the row are left out")
                .extracting(VersionBatch.Item::number)
                .containsExactly(2);
        assertThat(storage.changeAll(row, new VersionChange.Restore()).done())
                .extracting(VersionBatch.Item::number)
                .containsExactly(1, 3);
        storage.changeAll(List.of(VersionRange.parse("net:latest")), new VersionChange.SetAlias("candidate"));
        storage.syncMetadata();
        assertThat(storage.loadArtifact(NET, 3).aliases()).contains("candidate");
        assertThat(storage.changeAll(row, new VersionChange.Remove(true)).done())
                .hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> storage.changeAll(row, new VersionChange.SetAlias("candidate")))
                .withMessageContaining("one version of an artifact: net:v1..v3");
    }

    private String pooled() throws IOException {
        Path pool = folder.resolve("repository/team/artifacts/.dedup");
        try (var found = Files.walk(pool)) {
            return pool.relativize(
                            found.filter(Files::isRegularFile).findFirst().orElseThrow())
                    .toString();
        }
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
