package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Listings whose failures are counted and which are over when they are closed.
final class ObservedListing {
    private ObservedListing() {}

    @MustBeClosed
    static <T> Stream<T> of(Stream<T> inner, Observer.Call call) {
        Iterator<T> items = inner.iterator();
        var observed = new Spliterators.AbstractSpliterator<T>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(java.util.function.Consumer<? super T> action) {
                T item;
                try {
                    if (!items.hasNext()) {
                        return false;
                    }
                    item = items.next();
                } catch (RuntimeException e) {
                    call.failed(e);
                    throw e;
                }
                action.accept(item);
                return true;
            }
        };
        return StreamSupport.stream(observed, false).onClose(() -> {
            try (inner) {
                call.end();
            }
        });
    }
}
