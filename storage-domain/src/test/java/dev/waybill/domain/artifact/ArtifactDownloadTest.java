package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Large files, which go in parts.
@SuppressWarnings("MustBeClosedChecker") // Closed after each test.
class ArtifactDownloadTest {
    private static final ArtifactId NET = new ArtifactId("model", "tiny-net");
    private static final int PART = 64 << 10;
    private static final int PARTS = 8;
    private static final TransferLimits LIMITS = new TransferLimits(1, 1 << 20, PART, 2 * PART, 1024);

    private final ArtifactScene scene = new ArtifactScene();
    private final FaultyAdapter source = new FaultyAdapter(scene.store);
    private final InMemoryAdapter target = new InMemoryAdapter(scene.clock);
    private final ArtifactRepository repository = new ArtifactRepository(
            source, KeyPrefix.ALL, RepositorySettings.of(scene.clock).withLimits(LIMITS));
    private final byte[] weights = bytes(7);
    private final InMemoryJournal journal = new InMemoryJournal();

    @AfterEach
    void close() {
        target.close();
        scene.close();
    }

    private static byte[] bytes(long seed) {
        var bytes = new byte[PARTS * PART];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private ArtifactVersion saved() throws InterruptedException {
        scene.put("staged", weights);
        var file = scene.store.stat(new ObjectKey("staged")).orElseThrow();
        repository.save(new ArtifactDraft(NET).addFile(new ObjectKey("weights.bin"), scene.store, file));
        return repository.version(ArtifactReference.parse("tiny-net"));
    }

    private DownloadResult download(ArtifactVersion version, DownloadOptions options) throws InterruptedException {
        return repository.download(version, target, KeyPrefix.ALL, file -> true, options);
    }

    private byte[] fetched() {
        return new ArtifactScene(target).bytes("weights.bin");
    }

    @Test
    void a_download_that_was_cut_off_fetches_only_what_is_missing() throws InterruptedException {
        ArtifactVersion version = saved();
        long before = source.calls(Operation.GET);
        source.fail(
                Operation.GET,
                before + 6,
                new Fault.Unavailable(StorageException.StoreUnavailable.Reason.NOT_REACHED, Optional.empty()));
        var options = DownloadOptions.DEFAULT.withJournal(journal);

        assertThatThrownBy(() -> download(version, options)).isInstanceOf(StorageException.StoreUnavailable.class);
        assertThat(new ArtifactScene(target).keys("")).isEmpty();
        source.heal();
        long cut = source.calls(Operation.GET);
        var moved = new AtomicLong();
        assertThat(download(version, options.withListener(counting(moved))).files())
                .isEqualTo(1);

        assertThat(fetched()).isEqualTo(weights);
        assertThat(source.calls(Operation.GET) - cut).isEqualTo(PARTS - 5);
        assertThat(moved).as("what an earlier download fetched counts").hasValue(weights.length);
        assertThat(journal.all()).isEmpty();
    }

    private static DownloadListener counting(AtomicLong moved) {
        return new DownloadListener() {
            @Override
            public void planned(List<ManifestFile> files) {
                assertThat(files).extracting(ManifestFile::size).containsExactly((long) PARTS * PART);
            }

            @Override
            public void moved(long bytes) {
                moved.addAndGet(bytes);
            }

            @Override
            public void finished() {}
        };
    }

    @Test
    void parts_of_other_bytes_than_the_manifest_says_make_no_file() throws InterruptedException {
        ArtifactVersion version = saved();
        byte[] other = bytes(8);
        for (String key : scene.keys("artifacts/")) {
            if (scene.bytes(key).length == weights.length) {
                scene.put(key, other);
            }
        }

        DownloadResult result = download(version, DownloadOptions.DEFAULT.withJournal(journal));

        assertThat(result.failures()).containsOnlyKeys("weights.bin");
        assertThat(result.failures().get("weights.bin")).isInstanceOf(StorageException.CorruptContent.class);
        assertThat(new ArtifactScene(target).keys("")).isEmpty();
        try (var uploads = target.listUploads(KeyPrefix.ALL)) {
            assertThat(uploads).isEmpty();
        }
        assertThat(journal.all()).isEmpty();
    }

    @Test
    void a_full_disk_ends_the_download_at_once() throws InterruptedException {
        ArtifactVersion version = saved();
        var full = new FaultyAdapter(target);
        full.failEvery(
                Operation.PUT_PART,
                new Fault.Throwing((store, key) -> new StorageException.QuotaExceeded(store, key, "disk full", null)));

        assertThatThrownBy(
                        () -> repository.download(version, full, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT))
                .isInstanceOf(StorageException.QuotaExceeded.class);
        try (var objects = target.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThat(objects).isEmpty();
        }
    }
}
