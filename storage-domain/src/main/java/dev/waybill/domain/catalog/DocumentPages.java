package dev.waybill.domain.catalog;

import dev.waybill.port.ObjectKey;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Documents of a catalog in the order of their keys, of which a page is held at a time. One thread.
///
/// @param <T> what is known of a document
final class DocumentPages<T> implements Iterator<T> {
    private static final int PAGE = 1000;

    private final Reading<T> reading;
    private final Function<T, ObjectKey> keys;
    private List<T> page = List.of();
    private int at;
    private boolean last;

    /// Reads a page.
    interface Reading<T> {
        List<T> read(Optional<ObjectKey> after, int most);
    }

    /// @param keys gives the key of each
    DocumentPages(Reading<T> reading, Function<T, ObjectKey> keys) {
        this.reading = reading;
        this.keys = keys;
    }

    @Override
    public boolean hasNext() {
        if (at == page.size() && !last) {
            Optional<ObjectKey> after = page.isEmpty() ? Optional.empty() : Optional.of(keys.apply(page.getLast()));
            page = reading.read(after, PAGE);
            at = 0;
            last = page.size() < PAGE;
        }
        return at < page.size();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.get(at++);
    }

    /// The one at this key, if there is one; what lies before it is passed.
    ///
    /// @param passed told of each that lies before it
    Optional<T> at(ObjectKey key, Consumer<? super T> passed) {
        while (hasNext()) {
            int order = keys.apply(page.get(at)).compareTo(key);
            if (order > 0) {
                break;
            }
            T state = next();
            if (order == 0) {
                return Optional.of(state);
            }
            passed.accept(state);
        }
        return Optional.empty();
    }
}
