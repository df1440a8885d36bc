package dev.waybill.testkit;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Reads a listing page by page, each page when the one before is used up. One thread at a time.
final class Pages implements Iterator<ObjectMetadata> {
    private final Function<Optional<ObjectKey>, List<ObjectMetadata>> fetch;
    private final ArrayDeque<ObjectMetadata> page = new ArrayDeque<>();
    private Optional<ObjectKey> after;
    private boolean complete;

    private Pages(Optional<ObjectKey> after, Function<Optional<ObjectKey>, List<ObjectMetadata>> fetch) {
        this.after = after;
        this.fetch = fetch;
    }

    /// Everything behind `after`, in pages; an empty page is the end.
    static Stream<ObjectMetadata> stream(
            Optional<ObjectKey> after, Function<Optional<ObjectKey>, List<ObjectMetadata>> fetch) {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Pages(after, fetch), traits), false);
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !complete) {
            page.addAll(fetch.apply(after));
            complete = page.isEmpty();
        }
        return !complete;
    }

    @Override
    public ObjectMetadata next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the listing has ended");
        }
        var next = page.removeFirst();
        after = Optional.of(next.key());
        return next;
    }
}
