package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.listing.SplitListing;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A listing in key order, each key once, whatever order its store lists in. One thread at a time.
///
/// A store without [Capability#KEY_ORDER] is read to its end and sorted before the first object is given.
/// Some that claim the order sort by UTF-16 units instead of UTF-8 bytes, which differs only among keys that
/// part at a character from U+D800 on. Such keys stand together in either order, so only they are sorted, and
/// the rest flows. Any other disorder is an [OutOfOrder] and never merged.
public final class OrderedListing implements Iterator<ObjectMetadata>, AutoCloseable {
    private static final char FIRST_SORTED_OTHERWISE = '\uD800';

    private final StoreId store;
    private final Stream<ObjectMetadata> stream;
    private final Iterator<ObjectMetadata> listed;
    private final boolean sortAll;
    private final Deque<ObjectMetadata> peeked = new ArrayDeque<>();
    private Optional<ExternalSort<ObjectMetadata>> sort = Optional.empty();
    private @Nullable Iterator<ObjectMetadata> sorted;
    private @Nullable ObjectMetadata ahead;
    private @Nullable ObjectMetadata next;
    private @Nullable ObjectKey last;

    /// That a store which claims [Capability#KEY_ORDER] lists otherwise.
    public static final class OutOfOrder extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient StoreId store;

        OutOfOrder(StoreId store, ObjectKey before, ObjectKey after) {
            super(store + " lists out of order: " + after + " after " + before);
            this.store = store;
        }

        StoreId store() {
            return store;
        }
    }

    private OrderedListing(StoreId store, Stream<ObjectMetadata> stream, boolean sortAll) {
        this.store = store;
        this.stream = stream;
        this.listed = stream.iterator();
        this.sortAll = sortAll;
    }

    /// Puts what was listed in order.
    ///
    /// @param stream closed with this
    /// @param sortAll whether to sort it; it must be in order else, but for what UTF-16 sorts otherwise
    @MustBeClosed
    public static OrderedListing of(StoreId store, Stream<ObjectMetadata> stream, boolean sortAll) {
        return new OrderedListing(store, stream, sortAll);
    }

    /// Opens a listing.
    ///
    /// @param sortAll whether to sort it even if the store claims the order
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The listing closes the stream.
    static OrderedListing open(IObjectStorageAdapter adapter, ListOptions options, boolean sortAll) {
        boolean inOrder = adapter.capabilities().has(Capability.KEY_ORDER);
        boolean sort = sortAll || !inOrder;
        // Disorder shows for certain only in a listing that is read from one end to the other.
        Stream<ObjectMetadata> listed = sort ? adapter.list(options) : SplitListing.open(adapter, options);
        return new OrderedListing(adapter.store(), listed, sort);
    }

    /// Whether it has no object that `counts`; false also where the first `most` objects do not tell. To be asked
    /// before anything is taken; what was looked at is given all the same.
    boolean lacks(Predicate<ObjectKey> counts, int most) {
        for (ObjectMetadata object = advance(); object != null; object = advance()) {
            peeked.add(object);
            if (counts.test(object.key()) || peeked.size() >= most) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = peeked.isEmpty() ? advance() : peeked.remove();
        }
        return next != null;
    }

    @Override
    public ObjectMetadata next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        ObjectMetadata given = next;
        next = null;
        return given;
    }

    private @Nullable ObjectMetadata advance() {
        while (true) {
            ObjectMetadata candidate = read();
            if (candidate == null) {
                return null;
            }
            int order = last == null ? -1 : last.compareTo(candidate.key());
            if (order > 0 && last != null) {
                throw new OutOfOrder(store, last, candidate.key());
            }
            if (order != 0) {
                last = candidate.key();
                return candidate;
            }
        }
    }

    private @Nullable ObjectMetadata read() {
        try {
            if (sorted != null && sorted.hasNext()) {
                return sorted.next();
            }
            closeSort();
            if (sortAll) {
                return listed.hasNext() ? sortWhile("", 0) : null;
            }
            ObjectMetadata first = take();
            int at = first == null ? -1 : firstSortedOtherwise(first.key().value());
            if (first == null || at < 0) {
                return first;
            }
            ahead = first;
            return sortWhile(first.key().value().substring(0, at), at);
        } catch (UncheckedIOException e) {
            throw new StorageException.StoreFailure(
                    store,
                    Optional.empty(),
                    "its listing could not be sorted in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private @Nullable ObjectMetadata take() {
        ObjectMetadata taken = ahead;
        ahead = null;
        return taken != null ? taken : listed.hasNext() ? listed.next() : null;
    }

    /// Sorts what follows as long as keys begin with `prefix` and go on at `at` with a character that the two
    /// orders place differently; or all that follows, if all is to be sorted.
    private @Nullable ObjectMetadata sortWhile(String prefix, int at) {
        var block = ExternalSort.ofObjects();
        sort = Optional.of(block);
        for (ObjectMetadata item = take(); item != null; item = take()) {
            if (!sortAll && !isInBlock(item.key().value(), prefix, at)) {
                ahead = item;
                break;
            }
            block.add(item);
        }
        sorted = block.sorted();
        return sorted.hasNext() ? sorted.next() : null;
    }

    private static boolean isInBlock(String key, String prefix, int at) {
        return key.length() > at && key.charAt(at) >= FIRST_SORTED_OTHERWISE && key.startsWith(prefix);
    }

    private static int firstSortedOtherwise(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) >= FIRST_SORTED_OTHERWISE) {
                return i;
            }
        }
        return -1;
    }

    private void closeSort() {
        sorted = null;
        sort.ifPresent(ExternalSort::close);
        sort = Optional.empty();
    }

    @Override
    public void close() {
        try {
            closeSort();
        } finally {
            stream.close();
        }
    }
}
