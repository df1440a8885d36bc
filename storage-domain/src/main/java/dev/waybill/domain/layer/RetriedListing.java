package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A listing that goes on behind the last item it gave when a page of it fails. One thread at a time.
///
/// One that cannot begin in the middle is begun again only as long as it has given nothing: an item twice,
/// or one left out, would be worse than the failure.
///
/// @param <T> what is listed
final class RetriedListing<T> extends Spliterators.AbstractSpliterator<T> implements AutoCloseable {
    private final Retrier retrier;
    private final Operation operation;
    private final boolean resumable;
    private final Function<Optional<T>, Stream<T>> opener;
    private Stream<T> items = Stream.empty();
    private Iterator<T> iterator = items.iterator();
    private Optional<T> last = Optional.empty();

    private RetriedListing(
            Retrier retrier, Operation operation, boolean resumable, Function<Optional<T>, Stream<T>> opener) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.retrier = retrier;
        this.operation = operation;
        this.resumable = resumable;
        this.opener = opener;
    }

    /// @param resumable whether `opener` can begin behind an item
    /// @param opener opens the listing behind an item, or from its start
    @MustBeClosed
    static <T> Stream<T> of(
            Retrier retrier, Operation operation, boolean resumable, Function<Optional<T>, Stream<T>> opener) {
        var listing = new RetriedListing<>(retrier, operation, resumable, opener);
        retrier.call(operation, Optional.empty(), attempts -> {
            listing.open();
            return operation;
        });
        return StreamSupport.stream(listing, false).onClose(listing::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (!hasNext()) {
            return false;
        }
        T item = iterator.next();
        last = Optional.of(item);
        action.accept(item);
        return true;
    }

    private boolean hasNext() {
        try {
            return iterator.hasNext();
        } catch (StoreUnavailable e) {
            if (!resumable && last.isPresent()) {
                throw e;
            }
            return retrier.resume(operation, Optional.empty(), e, attempts -> {
                open();
                return iterator.hasNext();
            });
        }
    }

    private void open() {
        items.close();
        items = opener.apply(last);
        iterator = items.iterator();
    }

    @Override
    public void close() {
        items.close();
    }
}
