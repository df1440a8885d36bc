package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The symbolic links that a source shows, each a failure, for runs that are to leave none out in silence. Any
/// number of threads may call it.
public final class RefusedLinks {
    /// What a run that meets a link was asked for, and what to ask for instead.
    public static final String REQUEST = "symbolic links as objects: --links skip leaves them out, --links follow takes"
            + " what they lead to within the folder";

    private final SyncFilter filter;
    private final ComparisonPass.Visitor visitor;
    private final Set<String> told = new HashSet<>();

    /// @param filter what the run is about; asked by nobody else, since names come to it in the order of links
    /// @param visitor told of each
    RefusedLinks(SyncFilter filter, ComparisonPass.Visitor visitor) {
        this.filter = filter;
        this.visitor = visitor;
    }

    /// Tells of `entry`, if it is a link that the run is about. A listing that is read again shows it again, and it is
    /// told of once.
    ///
    /// @param store where it is
    synchronized void meet(StoreId store, SkippedEntry entry) {
        String name = HiddenNames.name(entry);
        if (!entry.reason().isLink() || !told.add(store + " " + name)) {
            return;
        }
        Optional<ObjectKey> key = ObjectKey.parse(name);
        if (key.isEmpty()) {
            String request = REQUEST + ", and there is " + name;
            visitor.end(new RunEnd.Stopped(new StorageException.NotSupported(store, key, request)));
        } else if (filter.passes(key.get())) {
            visitor.failed(key.get(), new StorageException.NotSupported(store, key, REQUEST));
        }
    }
}
