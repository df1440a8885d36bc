package dev.waybill.domain.listing;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A listing that is not read through branches of which enough is known: after [#SKIPPED_AT_MOST] objects of one, about
/// the rest of the page they came on, it begins anew behind the branch. That is one request instead of one for every
/// thousand objects in it. A store without [Capability#KEY_ORDER] is read to its end. One thread at a time.
public final class PrunedListing implements Iterator<ObjectMetadata>, AutoCloseable {
    /// How many objects of a branch are given at most, but for one whose name is as long as keys may be.
    public static final int SKIPPED_AT_MOST = 1000;

    /// Sorts behind every other character.
    private static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private final IObjectStorageAdapter store;
    private final ListOptions options;
    private final Function<ObjectKey, Optional<String>> branches;
    private final boolean ordered;
    private Stream<ObjectMetadata> stream;
    private Iterator<ObjectMetadata> listed;
    private Optional<ObjectKey> behind = Optional.empty();
    private String branch = "";
    private int given;

    /// Begins to list.
    ///
    /// @param branches the branch that an object lies in, a beginning of its key, if no more is wanted of it than
    ///     that it is there; one that ends in no `/` is left at its first object
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed by close and by beginAnew
    public PrunedListing(
            IObjectStorageAdapter store, ListOptions options, Function<ObjectKey, Optional<String>> branches) {
        this.store = store;
        this.options = options;
        this.branches = branches;
        this.ordered = store.capabilities().has(Capability.KEY_ORDER);
        this.stream = store.list(options);
        this.listed = stream.iterator();
    }

    /// A key behind all of a branch; empty if the branch is as long as keys may be.
    ///
    /// @param branch the beginning of its keys
    public static Optional<ObjectKey> behind(String branch) {
        return ObjectKey.parse(branch + LAST_CHARACTER);
    }

    @Override
    public boolean hasNext() {
        behind.ifPresent(this::beginAnew);
        return listed.hasNext();
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close and by the next one
    private void beginAnew(ObjectKey key) {
        behind = Optional.empty();
        stream.close();
        stream = store.list(options.withStartAfter(key));
        listed = stream.iterator();
    }

    @Override
    public ObjectMetadata next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ObjectMetadata object = listed.next();
        if (ordered) {
            branches.apply(object.key()).ifPresent(of -> count(of, object.key()));
        }
        return object;
    }

    private void count(String of, ObjectKey key) {
        given = of.equals(branch) ? given + 1 : 1;
        branch = of;
        if (!of.endsWith("/") || given == SKIPPED_AT_MOST) {
            // A name may begin with the last character itself: to begin anew before it would never end.
            behind = behind(of).filter(end -> key.compareTo(end) < 0);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
