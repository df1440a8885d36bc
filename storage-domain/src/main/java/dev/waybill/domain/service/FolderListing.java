package dev.waybill.domain.service;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What lies directly in a folder, made of the flat, sorted listing of a store. One thread at a time.
///
/// A store lists every object below a folder, and only its name is wanted. After [#SKIPPED_AT_MOST] objects
/// of one folder, about the rest of the page they came on, the listing starts anew behind the folder: one
/// request instead of one for every thousand objects in it.
final class FolderListing extends Spliterators.AbstractSpliterator<String> implements AutoCloseable {
    static final int SKIPPED_AT_MOST = 1000;

    /// Sorts behind every other character.
    private static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private final IObjectStorageAdapter adapter;
    private final KeyPrefix folder;
    private Stream<ObjectMetadata> objects;
    private Iterator<ObjectMetadata> iterator;
    private String lastFolder = "";
    private int skipped;

    @SuppressWarnings("MustBeClosedChecker") // closed by close and by restart
    private FolderListing(IObjectStorageAdapter adapter, KeyPrefix folder) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
        this.adapter = adapter;
        this.folder = folder;
        this.objects = adapter.list(ListOptions.of(folder));
        this.iterator = objects.iterator();
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
        while (iterator.hasNext()) {
            String name = directChild(folder, iterator.next().key());
            if (!name.endsWith("/")) {
                action.accept(name);
                return true;
            }
            if (!name.equals(lastFolder)) {
                lastFolder = name;
                skipped = 0;
                action.accept(name);
                return true;
            }
            skipped++;
            if (skipped >= SKIPPED_AT_MOST) {
                ObjectKey.parse(lastFolder + LAST_CHARACTER).ifPresent(this::restartAfter);
                skipped = 0;
            }
        }
        return false;
    }

    /// The object itself if it lies in the folder, else the folder in it that it lies in.
    private static String directChild(KeyPrefix folder, ObjectKey key) {
        int slash = key.value().indexOf('/', folder.value().length());
        return slash < 0 ? key.value() : key.value().substring(0, slash + 1);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close and by the next restart
    private void restartAfter(ObjectKey key) {
        objects.close();
        objects = adapter.list(ListOptions.of(folder).withStartAfter(key));
        iterator = objects.iterator();
    }

    @Override
    public void close() {
        objects.close();
    }
}
