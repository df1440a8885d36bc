package dev.waybill.domain.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A download that is paused, goes on, or is ended.
@SuppressWarnings("MustBeClosedChecker") // Closed after each test.
class DownloadControlTest {
    private static final int PART = 64 << 10;

    private final ArtifactScene scene = new ArtifactScene();
    private final FaultyAdapter source = new FaultyAdapter(scene.store);
    private final InMemoryAdapter target = new InMemoryAdapter(scene.clock);
    private final AtomicInteger open = new AtomicInteger();
    private final Semaphore closed = new Semaphore(0);
    private final DownloadControl control = new DownloadControl();
    private final CountDownLatch paused = new CountDownLatch(1);
    private final byte[] weights = new byte[6 * PART + 1];
    private final ArtifactRepository repository = new ArtifactRepository(
            counting(),
            KeyPrefix.ALL,
            RepositorySettings.of(scene.clock).withLimits(new TransferLimits(2, 1 << 20, PART, 2 * PART, 1024)));

    @AfterEach
    void close() {
        target.close();
        scene.close();
    }

    /// The source, which tells how many bodies are open.
    private IObjectStorageAdapter counting() {
        return (IObjectStorageAdapter) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IObjectStorageAdapter.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(source, arguments);
                        return answer instanceof ObjectContent content ? counted(content) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private ObjectContent counted(ObjectContent content) {
        open.incrementAndGet();
        return new ObjectContent(content.metadata(), content.range(), new FilterInputStream(content.stream()) {
            private boolean over;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return in.read(into, offset, Math.min(length, 1000));
            }

            @Override
            public void close() throws IOException {
                in.close();
                if (!over) {
                    over = true;
                    open.decrementAndGet();
                    closed.release();
                }
            }
        });
    }

    private ArtifactVersion saved() throws InterruptedException {
        new Random(3).nextBytes(weights);
        scene.put("staged", weights);
        repository.save(new ArtifactDraft(new ArtifactId("model", "net"))
                .addFile(
                        new ObjectKey("weights.bin"),
                        scene.store,
                        scene.store.stat(new ObjectKey("staged")).orElseThrow())
                .addFile(new ObjectKey("notes.txt"), new byte[3000]));
        return repository.version(ArtifactReference.parse("net"));
    }

    /// Pauses as soon as bytes come, once.
    private DownloadOptions pausing() {
        return DownloadOptions.DEFAULT.withControl(control).withListener(new DownloadListener() {
            @Override
            public void planned(List<ManifestFile> files) {}

            @Override
            public void moved(long bytes) {
                if (paused.getCount() > 0) {
                    control.pause();
                    paused.countDown();
                }
            }

            @Override
            public void finished() {}
        });
    }

    private DownloadResult download(ArtifactVersion version, DownloadOptions options) {
        try {
            return repository.download(version, target, KeyPrefix.ALL, file -> true, options);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitStandstill() throws InterruptedException {
        assertThat(paused.await(20, TimeUnit.SECONDS)).isTrue();
        while (open.get() > 0) {
            assertThat(closed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_paused_download_has_nothing_open_and_goes_on_where_it_was() throws Exception {
        ArtifactVersion version = saved();
        long bytesBefore = source.calls(Operation.GET);
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> assertThat(download(version, pausing()).files()).isEqualTo(2));
            awaitStandstill();
            assertThat(control.isPaused()).isTrue();
            assertThat(target.stat(new ObjectKey("weights.bin"))).isEmpty();
            control.resume();
            tasks.join();
        }

        assertThat(new ArtifactScene(target).bytes("weights.bin")).isEqualTo(weights);
        assertThat(open).hasValue(0);
        assertThat(source.calls(Operation.GET) - bytesBefore)
                .as("7 parts and a file, those again that were open")
                .isBetween(8L, 12L);
    }

    @Test
    void a_paused_download_ends_when_it_is_cancelled_and_can_be_gone_on_with() throws Exception {
        ArtifactVersion version = saved();
        var journal = new InMemoryJournal();
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> {
                assertThatThrownBy(() -> repository.download(
                                version,
                                target,
                                KeyPrefix.ALL,
                                file -> true,
                                pausing().withJournal(journal)))
                        .isInstanceOf(InterruptedException.class)
                        .hasMessageContaining("cancelled");
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
            awaitStandstill();
            control.cancel();
            tasks.join();
        }

        assertThat(control.isCancelled()).isTrue();
        assertThatThrownBy(() -> repository.download(
                        version, target, KeyPrefix.ALL, file -> true, DownloadOptions.DEFAULT.withControl(control)))
                .as("a control is for one download")
                .isInstanceOf(InterruptedException.class);
        assertThat(download(version, DownloadOptions.DEFAULT.withJournal(journal))
                        .failures())
                .isEmpty();
        assertThat(new ArtifactScene(target).bytes("weights.bin")).isEqualTo(weights);
        assertThat(journal.all()).isEmpty();
    }
}
