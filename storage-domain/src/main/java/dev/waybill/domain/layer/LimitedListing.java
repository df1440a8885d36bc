package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A listing that holds a slot only while it fetches. One thread at a time.
///
/// Its reader may take long over each item, or wait for others that need slots themselves; so items are
/// fetched some at a time, and none is held in between.
///
/// @param <T> what is listed
final class LimitedListing<T> extends Spliterators.AbstractSpliterator<T> {
    /// As many as most stores give in one page.
    private static final int AT_A_TIME = 1000;

    private final Slots slots;
    private final Runnable beforePage;
    private final Iterator<T> items;
    private final Deque<T> fetched = new ArrayDeque<>();
    private @Nullable RuntimeException failure;

    private LimitedListing(Slots slots, Runnable beforePage, Iterator<T> items) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.slots = slots;
        this.beforePage = beforePage;
        this.items = items;
    }

    @MustBeClosed
    static <T> Stream<T> of(Slots slots, Runnable beforePage, Supplier<Stream<T>> opener) {
        Stream<T> inner = slots.holding(Optional.empty(), opener);
        return StreamSupport.stream(new LimitedListing<>(slots, beforePage, inner.iterator()), false)
                .onClose(inner::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (fetched.isEmpty() && failure == null) {
            fetch();
        }
        T item = fetched.poll();
        if (item != null) {
            action.accept(item);
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    private void fetch() {
        beforePage.run();
        Slots.Slot slot = slots.take(Optional.empty());
        try {
            while (fetched.size() < AT_A_TIME && items.hasNext()) {
                fetched.add(items.next());
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            slot.release();
        }
    }
}
