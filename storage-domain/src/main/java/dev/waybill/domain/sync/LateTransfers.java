package dev.waybill.domain.sync;

import dev.waybill.port.ObjectMetadata;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The transfers to names that a file or a folder at the target is in the way of: kept in bounded memory until the
/// deletes are done. Any number of threads may add.
final class LateTransfers implements AutoCloseable {
    private final Map<Reason, ExternalSort<ObjectMetadata>> sources = new EnumMap<>(Reason.class);

    /// Keeps a transfer to where no object is.
    synchronized void add(SyncAction.Transfer transfer) {
        sources.computeIfAbsent(transfer.reason(), reason -> ExternalSort.ofObjects())
                .add(transfer.source());
    }

    /// All of them, by reason and key; to be asked once, when nobody adds any more.
    synchronized Iterator<SyncAction.Transfer> sorted() {
        return sources.entrySet().stream()
                .flatMap(entry -> sorted(entry.getKey(), entry.getValue()))
                .iterator();
    }

    private static Stream<SyncAction.Transfer> sorted(Reason reason, ExternalSort<ObjectMetadata> kept) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(kept.sorted(), Spliterator.ORDERED), false)
                .map(source -> new SyncAction.Transfer(reason, source, Optional.empty()));
    }

    /// Forgets them.
    @Override
    public synchronized void close() {
        sources.values().forEach(ExternalSort::close);
        sources.clear();
    }
}
