package dev.waybill.domain.catalog;

import dev.waybill.port.ObjectKey;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/// The documents of a catalog in the order of their keys, of which a page is held at a time. One thread.
final class DocumentPages implements Iterator<DocumentState> {
    private static final int PAGE = 1000;

    private final Reading reading;
    private List<DocumentState> page = List.of();
    private int at;
    private boolean last;

    /// Reads a page.
    interface Reading {
        List<DocumentState> read(Optional<ObjectKey> after, int most);
    }

    DocumentPages(Reading reading) {
        this.reading = reading;
    }

    @Override
    public boolean hasNext() {
        if (at == page.size() && !last) {
            Optional<ObjectKey> after = page.isEmpty()
                    ? Optional.empty()
                    : Optional.of(page.getLast().key());
            page = reading.read(after, PAGE);
            at = 0;
            last = page.size() < PAGE;
        }
        return at < page.size();
    }

    @Override
    public DocumentState next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.get(at++);
    }

    /// The one at this key, if there is one; what lies before it is passed.
    ///
    /// @param passed told of each that lies before it
    Optional<DocumentState> at(ObjectKey key, Consumer<? super DocumentState> passed) {
        while (hasNext()) {
            int order = page.get(at).key().compareTo(key);
            if (order > 0) {
                break;
            }
            DocumentState state = next();
            if (order == 0) {
                return Optional.of(state);
            }
            passed.accept(state);
        }
        return Optional.empty();
    }
}
