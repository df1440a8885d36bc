package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has the disk keep the bytes of an upload when all of them are there. Any thread may use it.
///
/// When the disk fails at that, the upload is no more. The system tells of it to those alone who have the file open
/// until somebody was told, and takes what it lost for written: read again it comes from memory and is right, and the
/// next time nothing is said to have failed. So whoever goes on, in this process or another, must not find any part.
///
/// The disk is asked by a thread that nobody interrupts, since to an interrupted one nothing is told of what has
/// failed.
final class UploadSync implements Closeable {
    private final UploadFolder folder;
    private final boolean fsync;
    private @Nullable Thread asking;
    private volatile boolean answered;
    private volatile Optional<IOException> failure = Optional.empty();

    /// @param fsync whether the disk is to keep it at all before the upload is complete
    UploadSync(UploadFolder folder, boolean fsync) {
        this.folder = folder;
        this.fsync = fsync;
    }

    /// Returns when the disk keeps all that was written, and when it was.
    ///
    /// @throws IOException if the disk has failed to keep anything
    void finish() throws IOException, InterruptedException {
        if (fsync) {
            synchronized (this) {
                asking = Thread.ofVirtual().name("waybill-fsync").start(this::force);
            }
            awaitAnswer();
            requireKept();
            if (!answered) {
                throw new IOException("it is not known whether the disk keeps it");
            }
        }
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

    private void force() {
        try (var data = folder.openData()) {
            data.force(true);
            answered = true;
        } catch (NoSuchFileException over) {
            // Who completes finds the same.
            answered = true;
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            // Nobody else hears of it in this thread.
            fail(new IOException(e));
        }
    }

    private void fail(IOException reason) {
        failure = Optional.of(reason);
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
