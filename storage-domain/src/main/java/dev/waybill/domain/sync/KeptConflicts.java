package dev.waybill.domain.sync;

import dev.waybill.port.ObjectMetadata;
import java.util.Iterator;

/// The conflicts of which both versions are to be kept, in bounded memory until everything was compared: what is
/// written under another name before that would be met by the listings. Any number of threads may add.
final class KeptConflicts implements AutoCloseable {
    private ExternalSort<ObjectMetadata> local = ExternalSort.ofObjects();
    private ExternalSort<ObjectMetadata> remote = ExternalSort.ofObjects();

    /// The two versions of one key.
    record Versions(ObjectMetadata local, ObjectMetadata remote) {}

    synchronized void add(Versions versions) {
        local.add(versions.local());
        remote.add(versions.remote());
    }

    /// All of them in key order; to be asked once, when nobody adds any more.
    synchronized Iterator<Versions> sorted() {
        Iterator<ObjectMetadata> here = local.sorted();
        Iterator<ObjectMetadata> there = remote.sorted();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return here.hasNext();
            }

            @Override
            public Versions next() {
                return new Versions(here.next(), there.next());
            }
        };
    }

    /// Forgets them.
    synchronized void clear() {
        close();
        local = ExternalSort.ofObjects();
        remote = ExternalSort.ofObjects();
    }

    @Override
    public synchronized void close() {
        local.close();
        remote.close();
    }
}
