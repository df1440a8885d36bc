package dev.waybill.domain.listing;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A listing that is read ahead, and once it has proved long in several pieces at the same time; given in order. For
/// the thread that opens it.
///
/// A store gives one page after the other, each for a round trip; that a listing can begin behind any key
/// ([Capability#KEY_SEEK]) lets pages of several places be asked for at once. Where to split is guessed
/// ([KeyBoundaries]), and pieces that prove long are split again. A store that cannot tell, or that begins elsewhere
/// than it was asked to, is read as a whole. What is read ahead is bounded, however long the listing.
@SuppressWarnings("MustBeClosedChecker") // The tasks are closed with the listing.
public final class SplitListing extends Spliterators.AbstractSpliterator<ObjectMetadata> implements AutoCloseable {
    /// So many pieces are read ahead at once.
    private static final int AHEAD = 16;

    /// Those that were read ahead and then got others before them count as well.
    private static final int MOST_BEGUN = 2 * AHEAD;

    /// Asking where to split costs some stores as much as a page does.
    private static final int FIRST_PROBES = 32;
    private static final int PROBES_A_BATCH = 1;

    private final IObjectStorageAdapter store;
    private final ListOptions options;
    private final KeyProbe probe;
    private final Tasks readers;
    private final AtomicBoolean splittable;
    private final Object lock = new Object();

    /// Those that are not taken whole, in order.
    private final List<Reading> pieces = new ArrayList<>();

    private Iterator<ObjectMetadata> given = Collections.emptyIterator();
    private @Nullable RuntimeException failure;

    /// A piece, and whether a thread reads it.
    private static final class Reading {
        final ListingPiece piece;
        boolean begun;

        Reading(ListingPiece piece) {
            this.piece = piece;
        }
    }

    private SplitListing(IObjectStorageAdapter store, ListOptions options) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.store = store;
        this.options = options;
        this.probe = new KeyProbe(store, options.prefix(), FIRST_PROBES);
        this.splittable = new AtomicBoolean(store.capabilities().has(Capability.KEY_SEEK));
        this.readers = Tasks.failingFast(MOST_BEGUN + 1);
    }

    /// Lists, in pieces where the store is made for that, else in one that is read ahead.
    @MustBeClosed
    public static Stream<ObjectMetadata> open(IObjectStorageAdapter store, ListOptions options) {
        var listing = new SplitListing(store, options);
        listing.pieces.add(new Reading(new ListingPiece(options.startAfter(), Optional.empty())));
        return StreamSupport.stream(listing, false).onClose(listing::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super ObjectMetadata> action) {
        try {
            while (!given.hasNext()) {
                if (!takeBatch()) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Cancelled(store.store(), Optional.empty(), e);
        }
        action.accept(given.next());
        return true;
    }

    /// @return whether there was one
    private boolean takeBatch() throws InterruptedException {
        if (failure != null) {
            throw failure;
        }
        ListingPiece piece;
        List<ListingPiece> next;
        synchronized (lock) {
            if (pieces.isEmpty()) {
                return false;
            }
            piece = pieces.getFirst().piece;
            next = toBeRead();
        }
        for (ListingPiece some : next) {
            readers.submit(() -> some.read(this::open, this::split));
        }
        ListingPiece.Batch batch = piece.take();
        probe.grant(PROBES_A_BATCH);
        batch.skipped().forEach(options.onSkipped());
        if (batch.last()) {
            synchronized (lock) {
                pieces.removeFirst();
            }
        }
        // What was listed before it failed is given first.
        failure = batch.failure();
        given = batch.objects().iterator();
        return true;
    }

    /// The first pieces that nobody reads, of which what would be too many is read only where it is needed next.
    private List<ListingPiece> toBeRead() {
        var some = new ArrayList<ListingPiece>();
        long begun = pieces.stream().filter(reading -> reading.begun).count();
        for (Reading reading : pieces.subList(0, Math.min(AHEAD, pieces.size()))) {
            boolean next = pieces.getFirst().equals(reading);
            if (!reading.begun && (next || begun < MOST_BEGUN)) {
                reading.begun = true;
                begun++;
                some.add(reading.piece);
            }
        }
        return some;
    }

    @SuppressWarnings("MustBeClosedChecker") // The piece closes it.
    private Stream<ObjectMetadata> open(Optional<ObjectKey> after, List<SkippedEntry> skipped) {
        ListOptions some = options.withOnSkipped(skipped::add);
        return store.list(after.map(some::withStartAfter).orElse(some));
    }

    private NavigableSet<ObjectKey> split(ListingPiece piece, ObjectKey from, Optional<ObjectKey> until)
            throws InterruptedException {
        NavigableSet<ObjectKey> at = new TreeSet<>();
        if (splittable.get()) {
            try {
                at = new KeyBoundaries(probe).between(from, until);
            } catch (StorageException cannotTell) {
                splittable.set(false);
            }
        }
        var behind = new ArrayList<Reading>();
        for (ObjectKey begin : at) {
            Optional<ObjectKey> end = Optional.ofNullable(at.higher(begin)).or(() -> until);
            behind.add(new Reading(new ListingPiece(Optional.of(begin), end)));
        }
        synchronized (lock) {
            for (int i = 0; i < pieces.size(); i++) {
                if (pieces.get(i).piece == piece) {
                    pieces.addAll(i + 1, behind);
                    break;
                }
            }
        }
        return at;
    }

    @Override
    public void close() {
        readers.close();
    }
}
