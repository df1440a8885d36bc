package dev.waybill.domain.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/// Finds the names that one side has as a file and the other as a folder: of a key that only one side has, whether
/// the other has a file where a folder on the way to it would be, or a folder in its place. One thread at a time.
///
/// What lies in the folder `a` comes after `a`, but `a-b` comes between. So keys that begin the current one are
/// kept, which bounds their number by its length; one that only one side has is given when they are left behind.
final class Obstacles implements Iterator<Triple> {
    private final Iterator<Triple> triples;
    private final Deque<Kept> beginnings = new ArrayDeque<>();
    private final Queue<Triple> ready = new ArrayDeque<>();

    /// A key that the current one begins with.
    private static final class Kept {
        private final Triple triple;
        private final String folder;
        private boolean obstructed;

        Kept(Triple triple) {
            this.triple = triple;
            this.folder = triple.key() + "/";
        }

        Triple given() {
            return obstructed ? triple.asObstructed() : triple;
        }
    }

    /// @param triples in key order
    Obstacles(Iterator<Triple> triples) {
        this.triples = triples;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && triples.hasNext()) {
            take(triples.next());
        }
        if (ready.isEmpty()) {
            leaveBehind("");
        }
        return !ready.isEmpty();
    }

    @Override
    public Triple next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void take(Triple triple) {
        String key = triple.key().value();
        leaveBehind(key);
        var kept = new Kept(triple);
        for (Kept above : beginnings) {
            if (key.startsWith(above.folder)) {
                kept.obstructed |= isFileInTheWay(above.triple, triple);
                above.obstructed |= isFileInTheWay(triple, above.triple);
            }
        }
        beginnings.push(kept);
        if (!triple.isOnOneSide()) {
            ready.add(triple);
        }
    }

    /// Whether `there` is on the side that lacks `triple`.
    private static boolean isFileInTheWay(Triple there, Triple triple) {
        return triple.isOnOneSide() && (triple.local().isPresent() ? there.remote() : there.local()).isPresent();
    }

    private void leaveBehind(String key) {
        while (!beginnings.isEmpty()
                && (key.isEmpty()
                        || !key.startsWith(beginnings.element().triple.key().value()))) {
            Kept left = beginnings.remove();
            if (left.triple.isOnOneSide()) {
                ready.add(left.given());
            }
        }
    }
}
