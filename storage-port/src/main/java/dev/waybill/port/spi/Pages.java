package dev.waybill.port.spi;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The entries of a listing that comes in pages, each fetched when the one before has been read. One thread.
///
/// @param <P> the answers
/// @param <T> the entries
public final class Pages<P, T> implements Iterator<T> {
    private final Source<P, T> source;
    private Optional<P> last = Optional.empty();
    private Iterator<T> page = List.<T>of().iterator();
    private boolean ended;

    private Pages(Source<P, T> source) {
        this.source = source;
    }

    /// One answer and the entries in it.
    ///
    /// @param answer by which the next is asked for
    /// @param entries what it holds, maybe nothing
    public record Page<P, T>(P answer, List<T> entries) {}

    /// Where pages come from.
    public interface Source<P, T> {
        /// The page behind `last`, or the first where there is none yet; empty if that was all.
        Optional<Page<P, T>> next(Optional<P> last);
    }

    /// The entries of all pages of `source`, in order.
    @MustBeClosed
    public static <P, T> Stream<T> stream(Source<P, T> source) {
        int kind = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Pages<>(source), kind), false);
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !ended) {
            var next = source.next(last);
            ended = next.isEmpty();
            if (next.isPresent()) {
                last = Optional.of(next.get().answer());
                page = next.get().entries().iterator();
            }
        }
        return page.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
