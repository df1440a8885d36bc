package dev.waybill.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.DownloadControl;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.domain.fixture.InMemoryJournals;
import dev.waybill.domain.fixture.MemoryProvider;
import dev.waybill.domain.fixture.NoCatalogs;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.spi.AdapterProvider;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.Gate;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `RemoteStorage` brings here: stopped, gone on with, ended; into the cache, and into folders of one's own.
@SuppressWarnings("MustBeClosedChecker") // The store is closed with its connection, after each test.
class RemoteDownloadTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ArtifactReference NET = ArtifactReference.parse("model/net:v1");
    private static final Map<String, String> FILES = Map.of("cfg/notes.txt", "notes", "weights.bin", "weights");
    private static final int BYTES = 12;

    @TempDir
    private Path folder;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final FaultyAdapter store = new FaultyAdapter(new InMemoryAdapter(CLOCK));
    private final DownloadControl control = new DownloadControl();
    private final Heard heard = new Heard();
    private RemoteStorage storage;

    @BeforeEach
    void fill_the_repository() throws IOException, InterruptedException {
        var installed = ObjectStorageFactory.ofInstalled(CLOCK, StackOptions.DEFAULT);
        List<AdapterProvider> providers = new ArrayList<>(installed.providers());
        providers.add(new MemoryProvider("memory", context -> store));
        Files.writeString(folder.resolve("waybill.yaml"), "remotes: { lab: { provider: memory, bucket: one } }\n");
        var configuration = new ConfigurationReader(providers, Map.of()).read(folder);
        var settings = new RemoteStorageSettings(
                new ObjectStorageFactory(CLOCK, StackOptions.DEFAULT, providers),
                new NoCatalogs(),
                OperationHistory.NONE,
                CacheSettings.in(folder.resolve("cache"), CLOCK),
                new InMemoryJournals(new InMemoryJournal()),
                "me@here",
                CLOCK,
                warnings::add);
        storage = new RemoteStorage(configuration.remote("lab"), KeyPrefix.ALL, settings);
        storage.connect();
        save("net", FILES);
    }

    @AfterEach
    void close() {
        storage.close();
        assertThat(warnings).isEmpty();
    }

    private void save(String name, Map<String, String> files) throws InterruptedException {
        var draft = new ArtifactDraft(new ArtifactId("model", name));
        files.forEach((path, text) -> draft.addFile(new ObjectKey(path), text.getBytes(StandardCharsets.UTF_8)));
        storage.save(draft);
    }

    /// Where the repository keeps a content.
    private static ObjectKey pooled(String text) {
        String digest = ContentHasher.hash(ChecksumAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8))
                .hex();
        return new ObjectKey("artifacts/.dedup/" + digest.substring(0, 2) + "/" + digest);
    }

    /// Hears how a download gets on.
    private static final class Heard implements DownloadListener {
        private final CountDownLatch planned = new CountDownLatch(1);
        private final AtomicLong moved = new AtomicLong();
        private final Semaphore finished = new Semaphore(0);

        @Override
        public void planned(List<ManifestFile> files) {
            planned.countDown();
        }

        @Override
        public void moved(long bytes) {
            moved.addAndGet(bytes);
        }

        @Override
        public void finished() {
            finished.release();
        }
    }

    private DownloadOptions controlled() {
        return DownloadOptions.DEFAULT.withControl(control).withListener(heard);
    }

    private CachedDownloads.Fetched download(ArtifactReference version, DownloadOptions options) {
        try {
            return storage.downloadArtifact(version, file -> true, options);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private DownloadResult materialize(Materialization how, DownloadOptions options) throws InterruptedException {
        return storage.materialize(NET, file -> true, folder.resolve("out"), how, options);
    }

    /// Where the store keeps a download waiting.
    private enum Wait {
        BEFORE_THE_FIRST_BYTE,
        AT_A_CONTENT
    }

    /// The store keeps whoever reads that waiting from now on.
    private Gate stall(Wait where) {
        var gate = new Gate();
        switch (where) {
            case BEFORE_THE_FIRST_BYTE -> store.failEvery(Operation.GET, Fault.stall(gate));
            case AT_A_CONTENT -> store.failEvery(Operation.GET, pooled("weights"), Fault.stall(gate));
        }
        return gate;
    }

    @ParameterizedTest
    @EnumSource
    void a_download_that_the_store_keeps_waiting_ends_within_a_second_of_its_cancel(Wait where)
            throws InterruptedException {
        Gate gate = stall(where);
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> assertThatThrownBy(() -> storage.downloadArtifact(NET, file -> true, controlled()))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessageContaining("cancelled"));
            gate.awaitArrival();
            long begun = System.nanoTime();
            control.cancel();
            tasks.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }

        store.heal();
        assertThat(download(NET, DownloadOptions.DEFAULT).folder().resolve("weights.bin"))
                .hasContent("weights");
    }

    @ParameterizedTest
    @EnumSource
    void files_of_one_s_own_that_are_waited_for_end_within_a_second_of_their_cancel(Materialization how)
            throws InterruptedException {
        Gate gate = stall(Wait.AT_A_CONTENT);
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> assertThatThrownBy(() -> materialize(how, controlled()))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessageContaining("cancelled"));
            gate.awaitArrival();
            long begun = System.nanoTime();
            control.cancel();
            tasks.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }

        assertThat(folder.resolve("out/weights.bin")).doesNotExist();
        store.heal();
        assertThat(materialize(how, DownloadOptions.DEFAULT).failures()).isEmpty();
        assertThat(folder.resolve("out/weights.bin")).hasContent("weights");
    }

    @Test
    void what_a_cancelled_download_had_is_not_fetched_again() throws InterruptedException {
        Gate gate = stall(Wait.AT_A_CONTENT);
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> assertThatThrownBy(() -> storage.downloadArtifact(NET, file -> true, controlled()))
                    .isInstanceOf(InterruptedException.class));
            gate.awaitArrival();
            heard.finished.acquire();
            control.cancel();
            tasks.join();
        }
        store.heal();

        assertThat(download(NET, DownloadOptions.DEFAULT).result())
                .isEqualTo(new DownloadResult(1, "weights".length(), 0, 1, Map.of()));
    }

    @Test
    void a_paused_download_waits_until_it_is_resumed_and_holds_up_no_other() throws InterruptedException {
        save("other", Map.of("other.txt", "other"));
        control.pause();
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() ->
                    assertThat(download(NET, controlled()).result().failures()).isEmpty());
            heard.planned.await();
            assertThat(download(ArtifactReference.parse("other"), DownloadOptions.DEFAULT)
                            .result()
                            .files())
                    .isOne();
            assertThat(heard.moved).hasValue(0);
            control.resume();
            tasks.join();
        }

        assertThat(heard.moved).hasValue(BYTES);
    }

    @Test
    void links_are_only_to_be_read_and_take_no_room_of_their_own() throws Exception {
        assertThat(materialize(Materialization.LINK, DownloadOptions.DEFAULT))
                .isEqualTo(new DownloadResult(2, BYTES, 0, 0, Map.of()));

        Path notes = folder.resolve("out/cfg/notes.txt");
        assertThat(notes).hasContent("notes");
        assertThat(permissions(notes)).isEqualTo("r--r--r--");
        assertThat(Files.getAttribute(notes, "unix:nlink")).isEqualTo(2);
        assertThat(materialize(Materialization.LINK, DownloadOptions.DEFAULT))
                .isEqualTo(new DownloadResult(0, 0, 0, 2, Map.of()));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void copies_can_be_written_to_and_what_the_cache_has_is_not_fetched_for_them() throws Exception {
        Path kept = download(NET, DownloadOptions.DEFAULT).folder().resolve("weights.bin");
        store.failEvery(Operation.GET, pooled("weights"), Fault.NOT_REACHED);

        assertThat(materialize(Materialization.COPY, DownloadOptions.DEFAULT))
                .isEqualTo(new DownloadResult(2, BYTES, BYTES, 0, Map.of()));

        Path mine = folder.resolve("out/weights.bin");
        assertThat(permissions(mine)).startsWith("rw");
        assertThat(Files.getAttribute(mine, "unix:nlink")).isEqualTo(1);
        Files.writeString(mine, "mine");
        assertThat(kept).hasContent("weights");
    }

    @Test
    void without_the_cache_all_is_fetched_and_nothing_kept() throws Exception {
        assertThat(materialize(Materialization.FETCH, DownloadOptions.DEFAULT))
                .isEqualTo(new DownloadResult(2, BYTES, 0, 0, Map.of()));

        assertThat(permissions(folder.resolve("out/weights.bin"))).startsWith("rw");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void another_file_that_is_there_gives_way_only_where_that_is_said(Materialization how) throws Exception {
        Path mine = Files.createDirectory(folder.resolve("out")).resolve("weights.bin");
        Files.writeString(mine, "mine");

        DownloadResult kept = materialize(how, DownloadOptions.DEFAULT);
        assertThat(kept.failures()).containsOnlyKeys("weights.bin");
        assertThat(kept.failures().get("weights.bin")).isInstanceOf(ArtifactFailure.Refused.class);
        assertThat(mine).hasContent("mine");

        assertThat(materialize(how, DownloadOptions.DEFAULT.replacing()).failures())
                .isEmpty();
        assertThat(mine).hasContent("weights");
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Files.writeString(folder.resolve("out"), "a file");

        assertThatThrownBy(() -> materialize(Materialization.COPY, DownloadOptions.DEFAULT))
                .isInstanceOf(ArtifactFailure.Refused.class)
                .hasMessageContaining(folder.resolve("out") + " cannot be made");
    }
}
