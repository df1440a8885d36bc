package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request that was sent and the answer that comes to it. Any thread may wait.
final class Pending {
    private static final long CLEARING_UP_SECONDS = 3;

    private final String what;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Reply reply;
    private volatile @Nullable IOException failure;
    private @Nullable Runnable next;

    Pending(String what) {
        this.what = what;
    }

    String what() {
        return what;
    }

    void arrive(Reply answer) {
        reply = answer;
        end();
    }

    void fail(IOException e) {
        failure = e;
        end();
    }

    private void end() {
        over.countDown();
        Runnable follows;
        synchronized (this) {
            follows = next;
            next = null;
        }
        if (follows != null) {
            follows.run();
        }
    }

    /// Has `action` run when the answer is there, or will not come: at once, or by the thread that receives, which must
    /// not be held up. There is one such action.
    void whenOver(Runnable action) {
        synchronized (this) {
            if (!isOver()) {
                next = action;
                return;
            }
        }
        action.run();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /// Waits for the answer, or until the channel ends: [Vigil] sees to it that it does.
    ///
    /// @throws InterruptedIOException if the thread is interrupted; its flag stays set
    /// @throws ConnectionLost if the answer will not come
    Reply await() throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted when waiting for an answer");
            interrupted.initCause(e);
            throw interrupted;
        }
        return answer();
    }

    /// The same, interrupted or not: for what must not be left half. The thread's flag is set afterwards if it was, or
    /// came to be.
    Reply awaitToTheEnd() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return await();
                } catch (InterruptedIOException e) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The answer, if it is there.
    Optional<Reply> arrived() {
        return Optional.ofNullable(reply);
    }

    private Reply answer() throws IOException {
        var lost = failure;
        if (lost != null) {
            throw ConnectionLost.unanswered(lost.getMessage() + ", when asked to " + what, lost);
        }
        var answer = reply;
        if (answer == null) {
            throw new IllegalStateException("neither an answer nor a failure to " + what);
        }
        return answer;
    }

    /// Waits a moment for the answer, interrupted or not, and does not mind which it is: for clearing up.
    void settle() {
        boolean interrupted = Thread.interrupted();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLEARING_UP_SECONDS);
            while (!isOver() && System.nanoTime() < end) {
                try {
                    boolean unused = over.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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
