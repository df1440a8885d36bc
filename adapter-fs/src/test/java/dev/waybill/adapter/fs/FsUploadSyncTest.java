package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What of an upload the disk is asked to keep, when, and what becomes of it if it does not.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FsUploadSyncTest {
    private static final int PART = 1 << 20;
    private static final String BROKEN = "Input/output error";

    @TempDir
    private Path root;

    /// Whether each time that the disk was asked for an upload's bytes was for its times too.
    private final List<Boolean> asked = new CopyOnWriteArrayList<>();

    /// How often the disk may be done.
    private final Semaphore done = new Semaphore(Integer.MAX_VALUE);

    private volatile boolean broken;

    /// A disk that tells what it was asked to keep of uploads, takes its time, and fails at it once it is broken.
    private final class Disk extends ForwardingFolder {
        Disk(Folder inner) {
            super(inner);
        }

        @Override
        ForwardingFolder around(Folder folder, Path name) {
            return new Disk(folder);
        }

        @Override
        public FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
            var file = super.openFile(name, options);
            return name.equals(UploadFolder.DATA) ? watched(file) : file;
        }
    }

    private FileChannel watched(FileChannel file) {
        return new ForwardingChannel(file) {
            @Override
            public void force(boolean metadata) throws IOException {
                asked.add(metadata);
                done.acquireUninterruptibly();
                super.force(metadata);
                if (broken) {
                    // The system tells once.
                    broken = false;
                    throw new IOException(BROKEN);
                }
            }
        };
    }

    private FsFixture store(boolean fsync) {
        var config = FsConfig.of(root).withFsync(fsync);
        return new FsFixture(new FsAdapter(config, new SafeRoot(config, true, Disk::new), Clock.systemUTC()));
    }

    private static UploadRequest request() {
        return UploadRequest.start(ObjectKey.of("key"), PutOptions.DEFAULT, PART);
    }

    @MustBeClosed
    private static UploadSession begin(FsFixture store) {
        return store.store().openUpload(request());
    }

    private static UploadedPart put(UploadSession session, int number) {
        var bytes = new byte[PART];
        bytes[0] = (byte) number;
        return session.putPart(number, ObjectSource.of(bytes));
    }

    private static List<UploadedPart> put(UploadSession session, int first, int count) {
        var parts = new ArrayList<UploadedPart>();
        for (int number = first; number < first + count; number++) {
            parts.add(put(session, number));
        }
        return parts;
    }

    private void awaitAsked(int times) {
        while (asked.size() < times) {
            Thread.onSpinWait();
        }
    }

    private static void requireFailed(ThrowingCallable call) {
        assertThatExceptionOfType(StoreFailure.class).isThrownBy(call).withMessageContaining(BROKEN);
    }

    private void requireGone(FsFixture store, UploadSession session) {
        session.close();
        assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> {
            try (var resumed = store.store().openUpload(request().resuming(session.id()))) {
                assertThat(resumed.parts()).isEmpty();
            }
        });
        assertThat(store.keys()).isEmpty();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void the_disk_keeps_all_with_the_times_at_the_end() {
        try (var store = store(true);
                var session = begin(store)) {
            var parts = put(session, 1, 3);
            assertThat(asked).isEmpty();

            session.complete(parts, Optional.empty());

            assertThat(asked).containsExactly(true);
        }
    }

    @Test
    void without_fsync_the_disk_is_left_alone() {
        try (var store = store(false);
                var session = begin(store)) {
            session.complete(put(session, 1, 3), Optional.empty());

            assertThat(asked).isEmpty();
        }
    }

    @Test
    void what_the_disk_lost_at_the_end_nobody_goes_on_with() {
        try (var store = store(true);
                var session = begin(store)) {
            var parts = put(session, 1, 2);
            broken = true;
            requireFailed(() -> session.complete(parts, Optional.empty()));
            requireFailed(() -> session.complete(parts, Optional.empty()));
            requireGone(store, session);
        }
    }

    @Test
    void who_is_interrupted_at_the_end_leaves_nothing_that_the_disk_then_loses() throws Exception {
        done.drainPermits();
        try (var store = store(true);
                var session = begin(store)) {
            var parts = put(session, 1, 2);
            var completing = new FutureTask<>(() -> session.complete(parts, Optional.empty()));
            var thread = Thread.ofPlatform().start(completing);
            awaitAsked(1);
            thread.interrupt();
            thread.join();

            assertThat(completing.exceptionNow()).isInstanceOf(Cancelled.class);
            broken = true;
            done.release();
            requireGone(store, session);
        }
    }
}
