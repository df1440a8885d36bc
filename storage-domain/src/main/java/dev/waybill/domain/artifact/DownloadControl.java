package dev.waybill.domain.artifact;

import org.jspecify.annotations.Nullable;

/// Stops one download for a while, or for good. Any thread may call; made for one download.
///
/// A download that pauses closes what it has open at the repository, and goes on at the same byte. Where the store has
/// no version tokens, what is on its way first comes to its end.
public final class DownloadControl {
    private final Object lock = new Object();
    private boolean paused;
    private boolean cancelled;
    private @Nullable Thread runner;

    /// Lets the download run.
    public DownloadControl() {}

    /// Stops it until [#resume]. What is on its way still arrives.
    public void pause() {
        synchronized (lock) {
            paused = true;
        }
    }

    /// Lets it go on.
    public void resume() {
        synchronized (lock) {
            paused = false;
            lock.notifyAll();
        }
    }

    /// Ends it, within a moment, paused or not; its call throws [InterruptedException]. The same download asked for
    /// again goes on with what it had.
    public void cancel() {
        synchronized (lock) {
            cancelled = true;
            if (runner != null) {
                runner.interrupt();
            }
            lock.notifyAll();
        }
    }

    /// Whether it is paused.
    public boolean isPaused() {
        synchronized (lock) {
            return paused;
        }
    }

    /// Whether it was ended.
    public boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    /// Waits as long as it is paused.
    void await() throws InterruptedException {
        synchronized (lock) {
            while (paused && !cancelled) {
                lock.wait();
            }
            if (cancelled) {
                throw new InterruptedException("the download was cancelled");
            }
        }
    }

    /// What belongs to a download.
    ///
    /// @param <T> what comes of it
    public interface Work<T> {
        /// Does it.
        T run() throws InterruptedException;
    }

    /// Runs a download in this thread, which [#cancel] interrupts, and which is not left interrupted by it. What comes
    /// before the first byte, as reading what the version has, can be run so, too, around the download itself.
    ///
    /// @throws InterruptedException if it was ended
    public <T> T around(Work<T> download) throws InterruptedException {
        @Nullable Thread outer;
        synchronized (lock) {
            if (cancelled) {
                throw new InterruptedException("the download was cancelled");
            }
            outer = runner;
            runner = Thread.currentThread();
        }
        try {
            T result = download.run();
            if (isCancelled()) {
                throw new InterruptedException("the download was cancelled");
            }
            return result;
        } catch (InterruptedException | RuntimeException e) {
            if (isCancelled()) {
                var ended = new InterruptedException("the download was cancelled");
                ended.initCause(e);
                throw ended;
            }
            throw e;
        } finally {
            synchronized (lock) {
                runner = outer;
                if (cancelled) {
                    Thread.interrupted();
                }
            }
        }
    }
}
