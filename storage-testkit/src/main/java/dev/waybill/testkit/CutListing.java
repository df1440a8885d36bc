package dev.waybill.testkit;

import dev.waybill.port.StorageException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A listing that fails after some entries, also where it would end there.
final class CutListing {
    private CutListing() {}

    static <T> Stream<T> of(Stream<T> whole, int entries, Supplier<StorageException> failure) {
        var inner = whole.iterator();
        var cut = new Iterator<T>() {
            private int given;

            @Override
            public boolean hasNext() {
                if (given == entries) {
                    throw failure.get();
                }
                return inner.hasNext();
            }

            @Override
            public T next() {
                given++;
                return inner.next();
            }
        };
        var spliterator = Spliterators.spliteratorUnknownSize(cut, Spliterator.ORDERED);
        return StreamSupport.stream(spliterator, false).onClose(whole::close);
    }
}
