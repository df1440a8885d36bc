package dev.waybill.adapter.sftp;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Locks on names within this process, which many may share or one have alone. Any thread may use it.
final class NamedLocks {
    private static final Map<String, Counted> LOCKS = new HashMap<>();
    private static final int ALL = Integer.MAX_VALUE;

    private NamedLocks() {}

    /// Its permits are shares; the fair order lets one that wants all have them.
    private static final class Counted {
        final Semaphore shares = new Semaphore(ALL, true);
        int users;
    }

    /// Ends the hold when closed.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    static Held alone(String name) throws InterruptedException {
        return hold(name, ALL);
    }

    static Held shared(String name) throws InterruptedException {
        return hold(name, 1);
    }

    private static Held hold(String name, int shares) throws InterruptedException {
        Counted counted;
        synchronized (LOCKS) {
            counted = LOCKS.computeIfAbsent(name, same -> new Counted());
            counted.users++;
        }
        try {
            counted.shares.acquire(shares);
        } catch (InterruptedException e) {
            leave(name, counted);
            throw e;
        }
        return () -> {
            counted.shares.release(shares);
            leave(name, counted);
        };
    }

    private static void leave(String name, Counted counted) {
        synchronized (LOCKS) {
            if (--counted.users == 0) {
                LOCKS.remove(name);
            }
        }
    }
}
