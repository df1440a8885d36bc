package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Has the disk keep the names of one folder, once for all calls that ask while it is busy with it: what serves a call
/// is only that it begins after the call asked. Any thread may use it.
///
/// The disk is slow at this and keeps the whole folder each time, so that of many files written to one folder at once
/// nearly all would wait for the same work done over again.
final class FolderSync {
    private final Folder folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Round next = new Round();
    private boolean busy;

    /// One time that the disk is asked, with those who wait for it. Guarded by the lock.
    private static final class Round {
        private boolean done;
        private Optional<IOException> failure = Optional.empty();
    }

    FolderSync(Folder folder) {
        this.folder = folder;
    }

    /// Returns when the disk keeps what happened in the folder before the call.
    ///
    /// @throws ClosedByInterruptException if this thread was interrupted while it asked the disk
    /// @throws IOException if it was not kept: to all whom that round was for, as a disk may tell of it once
    void run() throws IOException {
        Round round = await();
        if (!round.done) {
            lead(round);
        }
        if (round.failure.isPresent()) {
            throw new IOException(round.failure.get().getMessage(), round.failure.get());
        }
    }

    /// Waits until the round of this call is done, or is this call's to do.
    private Round await() {
        lock.lock();
        try {
            Round round = next;
            while (busy && !round.done) {
                ended.awaitUninterruptibly();
            }
            if (!round.done) {
                busy = true;
                next = round == next ? new Round() : next;
            }
            return round;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Round round) throws IOException {
        boolean done = false;
        Optional<IOException> failure = Optional.empty();
        try {
            folder.sync();
            done = true;
        } catch (ClosedByInterruptException interrupted) {
            throw interrupted;
        } catch (IOException e) {
            failure = Optional.of(e);
            done = true;
        } finally {
            lock.lock();
            try {
                busy = false;
                round.done = done;
                round.failure = failure;
                ended.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
