package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The channels to one server, shared by all calls: each call goes to the one with the fewest on it. Any
/// thread may use it.
///
/// None waits for another to finish, so a caller may hold one while it asks for the next. When a session is
/// lost, so are its channels, and the next call opens new ones.
final class ChannelPool implements Closeable {
    /// A copy has two files open.
    private static final int HANDLES_OF_A_CALL = 2;

    private final Dialer dialer;
    private final SftpConfig.Connection limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Shared> shared = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final UsefulConnections useful;
    /// The least time in which the server has answered so far, in nanoseconds.
    private volatile long answered = Long.MAX_VALUE;
    private int channels;
    private int most;
    private int attempts;
    private Optional<IOException> lastFailure = Optional.empty();
    private boolean opening;
    private boolean closed;

    ChannelPool(SftpConfig config) {
        dialer = Dialer.of(config);
        limits = config.connection();
        useful = new UsefulConnections(limits.connections());
        bear(limits.channels());
    }

    /// Takes it that a connection bears so many channels.
    private void bear(int each) {
        channels = each;
        most = limits.connections() * each;
    }

    private static final class Shared {
        final Line line;
        final SftpChannel channel;
        int calls;

        Shared(Line line, SftpChannel channel) {
            this.line = line;
            this.channel = channel;
        }

        /// Whether another call would find that the server lets nothing more be open. Each call has something open,
        /// or is about to.
        boolean isFull() {
            return Math.max(calls, channel.openHandles()) >= channel.mostHandles() - HANDLES_OF_A_CALL;
        }
    }

    /// The use of a channel by one call, ended by closing.
    final class Lease implements Closeable {
        private final Shared of;
        private boolean over;

        private Lease(Shared of) {
            this.of = of;
            of.calls++;
            calls.incrementAndGet();
        }

        SftpChannel channel() {
            return of.channel;
        }

        /// How many bytes this call may have under way in one direction: its share of what all may have.
        int bytesUnderWay() {
            return BytesUnderWay.ofEach(calls.get(), answered);
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    of.calls--;
                    calls.decrementAndGet();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// The use of a channel, connecting if there is none.
    Lease lease() throws IOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            for (int seen = attempts; ; ) {
                requireOpen();
                shared.removeIf(s -> !s.channel.isOpen());
                answered = quickestNanos();
                var best = shared.stream().filter(s -> !s.isFull()).min(Comparator.comparingInt(s -> s.calls));
                if (best.isEmpty() && !shared.isEmpty() && shared.size() >= most) {
                    throw new HandlesInUse(shared.getFirst().channel.mostHandles());
                }
                boolean more =
                        best.isEmpty() || (best.get().calls >= dialer.callsBeforeMore() && shared.size() < mostNow());
                if (best.isPresent() && (opening || !more)) {
                    return new Lease(best.get());
                }
                if (!opening) {
                    return open(best);
                }
                changed.await();
                if (attempts > seen && lastFailure.isPresent()) {
                    throw lastFailure.get();
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private int mostNow() {
        return Math.min(most, channels * useful.now(answered));
    }

    /// Of all channels, since some only wait for what is much.
    private long quickestNanos() {
        return shared.stream().mapToLong(s -> s.channel.quickestNanos()).min().orElse(Long.MAX_VALUE);
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("interrupted when waiting for a connection");
        interrupted.initCause(e);
        return interrupted;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw ConnectionLost.unreached("the adapter was closed meanwhile", null);
        }
    }

    /// Opens one more channel, by this thread alone and outside of the lock.
    private Lease open(Optional<Shared> instead) throws IOException {
        opening = true;
        if (shared.isEmpty()) {
            // What the server allowed before it, or the way to it, broke need not hold any longer.
            bear(limits.channels());
        }
        Optional<IOException> failure = Optional.empty();
        try {
            lock.unlock();
            Shared opened;
            try {
                opened = openChannel();
            } finally {
                lock.lock();
            }
            return add(opened);
        } catch (IOException e) {
            if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
                // It says nothing of the server: whoever waits for this tries it.
                throw e;
            }
            if (instead.isPresent() && instead.get().channel.isOpen()) {
                // The server allows no more than there are.
                most = Math.max(1, shared.size());
                return new Lease(instead.get());
            }
            failure = Optional.of(e);
            throw e;
        } finally {
            opening = false;
            attempts++;
            lastFailure = failure;
            changed.signalAll();
        }
    }

    private Lease add(Shared opened) throws IOException {
        if (closed) {
            opened.channel.close();
        }
        requireOpen();
        if (shared.isEmpty()) {
            useful.begin();
        }
        shared.add(opened);
        return new Lease(opened);
    }

    /// Opens a channel in a connection that has room for it, or else in a new one.
    private Shared openChannel() throws IOException {
        for (; ; ) {
            lines.removeIf(line -> !line.isOpen());
            var roomy =
                    lines.stream().filter(line -> channelsOf(line) < channels).findFirst();
            var line = roomy.isPresent() ? roomy.get() : connect();
            try {
                return new Shared(line, line.open(limits.readTimeout()));
            } catch (InterruptedIOException | ConnectionLost e) {
                throw e;
            } catch (IOException e) {
                if (!isOneTooMany(line)) {
                    throw e;
                }
            }
        }
    }

    /// Whether a refused channel only shows how many a connection bears (`MaxSessions` of OpenSSH), and there may be
    /// another connection for it.
    private boolean isOneTooMany(Line line) {
        int had = (int) channelsOf(line);
        lock.lock();
        try {
            if (had == 0) {
                return false;
            }
            bear(had);
            return lines.size() < limits.connections();
        } finally {
            lock.unlock();
        }
    }

    private Line connect() throws IOException {
        var line = dialer.connect();
        lines.add(line);
        return line;
    }

    private long channelsOf(Line line) {
        lock.lock();
        try {
            return shared.stream().filter(s -> s.line.equals(line)).count();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            shared.forEach(s -> s.channel.close());
            shared.clear();
        } finally {
            lock.unlock();
        }
        dialer.close();
    }
}
