package dev.waybill.domain.transfer;

import static dev.waybill.domain.transfer.TransferScene.PART;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.TestSources;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferInterruptTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final TransferScene scene = new TransferScene();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final Semaphore never = new Semaphore(0);

    @AfterEach
    void close() {
        scene.close();
    }

    /// Waits until interrupted, then ends as an adapter's call does.
    private void stall() throws InterruptedIOException {
        stalled.countDown();
        try {
            never.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private StorageException interrupted(
            IObjectStorageAdapter source, ObjectMetadata what, IObjectStorageAdapter target)
            throws InterruptedException {
        var thrown = new AtomicReference<StorageException>();
        var flag = new AtomicBoolean();
        Thread mover = Thread.ofVirtual().start(() -> {
            try {
                scene.copy(source, what, target, TransferOptions.DEFAULT);
            } catch (StorageException e) {
                flag.set(Thread.currentThread().isInterrupted());
                thrown.set(e);
            }
        });
        assertThat(stalled.await(20, TimeUnit.SECONDS)).isTrue();
        mover.interrupt();
        assertThat(mover.join(SOON)).isTrue();
        assertThat(flag).isTrue();
        assertThat(scene.stored()).isEmpty();
        assertThat(scene.unfinished()).isZero();
        return thrown.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 2 * PART, 9 * PART})
    void a_stalled_read_ends_soon_after_an_interrupt(int size) throws InterruptedException {
        ObjectMetadata what = scene.given(TestSources.bytes(size, 1));
        var stalling = new ForwardingAdapter(scene.source) {
            @Override
            @MustBeClosed
            @SuppressWarnings("MustBeClosedChecker")
            public ObjectContent get(ObjectKey key, GetOptions options) {
                ObjectContent content = super.get(key, options);
                return new ObjectContent(content.metadata(), content.range(), stalling(content.stream()));
            }
        };
        assertThat(interrupted(stalling, what, scene.target)).isInstanceOf(StorageException.Cancelled.class);
    }

    private InputStream stalling(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                stall();
                return -1;
            }
        };
    }

    @Test
    void a_stalled_part_ends_soon_after_an_interrupt() throws InterruptedException {
        ObjectMetadata what = scene.given(TestSources.bytes(9 * PART, 1));
        IObjectStorageAdapter target =
                TransferFaultTest.uploading(scene.target, upload -> new ForwardingUpload(upload) {
                    @Override
                    public UploadedPart putPart(int number, ObjectSource source) {
                        try {
                            stall();
                        } catch (InterruptedIOException e) {
                            throw new StorageException.Cancelled(scene.target.store(), Optional.of(key()), e);
                        }
                        throw new IllegalStateException("a stalled part goes on only when interrupted");
                    }
                });
        assertThat(interrupted(scene.source, what, target)).isInstanceOf(StorageException.Cancelled.class);
    }

    @Test
    void waiting_for_a_slot_ends_soon_after_an_interrupt() throws InterruptedException {
        var permits = new TransferPermits(TransferScene.LIMITS.withRequestSlots(1));
        var thrown = new AtomicReference<Throwable>();
        Thread waiting = Thread.ofVirtual()
                .start(() -> permits.with(1, scene.source.store(), TransferScene.KEY, () -> {
                    Thread second = Thread.ofVirtual().start(() -> {
                        try {
                            permits.with(1, scene.source.store(), TransferScene.KEY, () -> "never");
                        } catch (StorageException.Cancelled e) {
                            thrown.set(e);
                        }
                    });
                    while (second.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    second.interrupt();
                    try {
                        second.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "done";
                }));
        assertThat(waiting.join(SOON)).isTrue();
        assertThat(thrown.get()).isInstanceOf(StorageException.Cancelled.class);
    }
}
