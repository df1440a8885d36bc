package dev.waybill.cli.endtoend;

import static dev.waybill.cli.endtoend.StorageHere.NET;
import static dev.waybill.cli.endtoend.StorageHere.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.DownloadControl;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.operation.RemoteStorage;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `RemoteStorage` fetches, on a folder, with all that is installed.
class RemoteStorageDownloadTest {
    private final Path folder;

    @AutoClose
    private final StorageHere here;

    private final RemoteStorage storage;

    RemoteStorageDownloadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        here = new StorageHere(folder).withLab();
        storage = here.storage();
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

    private String pooled() throws IOException {
        Path pool = folder.resolve("repository/team/artifacts/.dedup");
        try (var found = Files.walk(pool)) {
            return pool.relativize(
                            found.filter(Files::isRegularFile).findFirst().orElseThrow())
                    .toString();
        }
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
}
