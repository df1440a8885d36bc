package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Has the disk keep the bytes of an upload: while more of them come, so that little is left to wait for when all are
/// there. Any thread may use it.
///
/// When the disk fails at that, the upload is no more. The system tells of it to those alone who have the file open
/// until somebody was told, and takes what it lost for written: read again it comes from memory and is right, and the
/// next time nothing is said to have failed. So whoever goes on, in this process or another, must not find any part.
///
/// The disk is asked by threads that nobody interrupts, since to an interrupted one nothing is told of what has failed.
final class UploadSync implements Closeable {
    /// So much is written before the disk is asked again; less would have it write down lengths and times more often
    /// than bytes.
    static final long PORTION_BYTES = 32L << 20;

    private final UploadFolder folder;
    private final boolean fsync;
    private final AtomicLong fresh = new AtomicLong();
    private @Nullable Thread asking;
    private volatile Optional<IOException> failure = Optional.empty();

    /// @param fsync whether the disk is to keep it at all before the upload is complete
    UploadSync(UploadFolder folder, boolean fsync) {
        this.folder = folder;
        this.fsync = fsync;
    }

    /// Hears that `count` bytes more were written.
    ///
    /// @throws IOException if the disk has failed to keep anything
    void wrote(int count) throws IOException {
        requireKept();
        if (fsync && fresh.addAndGet(count) >= PORTION_BYTES) {
            askUnlessBusy();
        }
    }

    private synchronized void askUnlessBusy() {
        if (asking == null || !asking.isAlive()) {
            fresh.set(0);
            asking = ask(false);
        }
    }

    /// Returns when the disk keeps all that was written, and when it was.
    ///
    /// @throws IOException if the disk has failed to keep anything
    void finish() throws IOException, InterruptedException {
        if (fsync) {
            awaitAnswer();
            synchronized (this) {
                asking = ask(true);
            }
            awaitAnswer();
        }
        requireKept();
    }

    private void awaitAnswer() throws InterruptedException {
        Thread begun;
        synchronized (this) {
            begun = asking;
        }
        if (begun != null) {
            begun.join();
        }
    }

    /// What the disk has failed with.
    Optional<IOException> failure() {
        return failure;
    }

    /// @throws IOException if the disk has failed to keep anything
    void requireKept() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(failure.get().getMessage(), failure.get());
        }
    }

    private Thread ask(boolean withTimes) {
        return Thread.ofVirtual().name("waybill-fsync").start(() -> force(withTimes));
    }

    private void force(boolean withTimes) {
        try (var data = folder.openData()) {
            data.force(withTimes);
        } catch (NoSuchFileException over) {
            // Whoever writes or completes finds the same.
            return;
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new IOException(e));
        }
    }

    private void fail(IOException reason) {
        failure = Optional.of(reason);
        giveUp(reason);
    }

    private void giveUp(IOException reason) {
        try {
            folder.remove();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /// Waits for the disk, of which it must be known whether it fails.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    awaitAnswer();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
