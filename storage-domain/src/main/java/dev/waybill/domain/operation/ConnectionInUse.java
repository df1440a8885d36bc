package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.catalog.CatalogId;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// A connection that is there or not, and that nobody ends while others use it. Any number of threads.
final class ConnectionInUse {
    private final CatalogId id;

    /// Held by who uses the connection; alone by who makes or ends it.
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private Optional<RemoteConnection> connection = Optional.empty();

    /// @param id which repository it leads to
    ConnectionInUse(CatalogId id) {
        this.id = id;
    }

    /// Opens the connection, if there is none.
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    void open(Supplier<RemoteConnection> opening) {
        if (isThere()) {
            return;
        }
        use.writeLock().lock();
        try {
            if (connection.isEmpty()) {
                connection = Optional.of(opening.get());
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    boolean isThere() {
        use.readLock().lock();
        try {
            return connection.isPresent();
        } finally {
            use.readLock().unlock();
        }
    }

    /// What needs the connection.
    interface Use<T> {
        T of(RemoteConnection connection) throws InterruptedException;
    }

    /// Does what needs the connection, which stays until it is done.
    ///
    /// @throws ArtifactFailure.Refused if there is none
    <T> T with(Use<T> work) throws InterruptedException {
        use.readLock().lockInterruptibly();
        try {
            return work.of(connection.orElseThrow(() -> new ArtifactFailure.Refused(
                    "not connected to " + id + "; connect() first (what the catalog knows can be looked at without)")));
        } finally {
            use.readLock().unlock();
        }
    }

    /// Waits for all who use it, and ends it; it can be opened again.
    ///
    /// @param last done before it ends, when nobody uses it any more
    void close(Runnable last) {
        use.writeLock().lock();
        try {
            last.run();
            connection.ifPresent(RemoteConnection::close);
            connection = Optional.empty();
        } finally {
            use.writeLock().unlock();
        }
    }
}
