package dev.waybill.domain.service;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.listing.PrunedListing;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What lies directly in a folder, made of the flat, sorted listing of a store, of which only names are wanted. One
/// thread at a time.
final class FolderListing extends Spliterators.AbstractSpliterator<String> implements AutoCloseable {
    private final KeyPrefix folder;
    private final PrunedListing objects;
    private String last = "";

    @SuppressWarnings("MustBeClosedChecker") // closed by close
    private FolderListing(IObjectStorageAdapter adapter, KeyPrefix folder) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
        this.folder = folder;
        this.objects = new PrunedListing(
                adapter,
                ListOptions.of(folder),
                key -> Optional.of(directChild(folder, key)).filter(name -> name.endsWith("/")));
    }

    /// The names in the folder, in the order of UTF-8 bytes; of a store without [Capability#KEY_ORDER], all of
    /// them are held in memory to be sorted.
    @MustBeClosed
    static Stream<String> stream(IObjectStorageAdapter adapter, KeyPrefix folder) {
        if (!adapter.capabilities().has(Capability.KEY_ORDER)) {
            return unordered(adapter, folder);
        }
        var listing = new FolderListing(adapter, folder);
        return StreamSupport.stream(listing, false).onClose(listing::close);
    }

    @MustBeClosed
    private static Stream<String> unordered(IObjectStorageAdapter adapter, KeyPrefix folder) {
        try (Stream<ObjectMetadata> objects = adapter.list(ListOptions.of(folder))) {
            var names = new TreeSet<>(ServiceKeys.BY_BYTES);
            objects.forEach(object -> names.add(directChild(folder, object.key())));
            return names.stream();
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super String> action) {
        while (objects.hasNext()) {
            String name = directChild(folder, objects.next().key());
            if (!name.equals(last)) {
                last = name;
                action.accept(name);
                return true;
            }
        }
        return false;
    }

    /// The object itself if it lies in the folder, else the folder in it that it lies in.
    private static String directChild(KeyPrefix folder, ObjectKey key) {
        int slash = key.value().indexOf('/', folder.value().length());
        return slash < 0 ? key.value() : key.value().substring(0, slash + 1);
    }

    @Override
    public void close() {
        objects.close();
    }
}
