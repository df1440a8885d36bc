package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/// Finds the names that one side has as a file and the other as a folder: of a key that only one side has, whether
/// the other has a file where a folder on the way to it would be, or a folder in its place. What its own side has
/// too will not go away: its name is taken. One thread at a time.
///
/// What lies in the folder `a` comes after `a`, but `a-b` comes between. So keys that begin the current one are
/// kept, which bounds their number by its length; one that only one side has is given when they are left behind.
final class Obstacles implements Iterator<Triple> {
    private final Iterator<Triple> triples;
    private final Predicate<ObjectKey> isAbout;
    private final Deque<Kept> beginnings = new ArrayDeque<>();
    private final Queue<Triple> ready = new ArrayDeque<>();

    /// A key that the current one begins with.
    private static final class Kept {
        private final Triple triple;
        private final String folder;
        private boolean obstructed;
        private Optional<String> taken = Optional.empty();

        Kept(Triple triple) {
            this.triple = triple;
            this.folder = triple.key() + "/";
        }

        Triple given() {
            Triple marked = obstructed ? triple.asObstructed() : triple;
            return taken.map(marked::asTaken).orElse(marked);
        }
    }

    /// @param triples in key order
    /// @param isAbout whether the run is about a key: others bring nothing to where they are not
    Obstacles(Iterator<Triple> triples, Predicate<ObjectKey> isAbout) {
        this.triples = triples;
        this.isAbout = isAbout;
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
                meet(above, kept, above.triple.key().value());
                meet(kept, above, above.folder);
            }
        }
        beginnings.push(kept);
        if (!triple.isOnOneSide()) {
            ready.add(triple);
        }
    }

    /// Notes what `there` means for `lacked`, if only one side has that.
    private void meet(Kept there, Kept lacked, String name) {
        if (!lacked.triple.isOnOneSide()) {
            return;
        }
        boolean isAtTarget = isFileInTheWay(there.triple, lacked.triple);
        boolean isAtSource = isBeside(there.triple, lacked.triple);
        boolean comes = isAtTarget || name.equals(there.triple.key().value());
        if (isAtSource && comes && lacked.taken.isEmpty() && isAbout.test(there.triple.key())) {
            lacked.taken = Optional.of(name);
        } else {
            lacked.obstructed |= isAtTarget;
        }
    }

    /// Whether `there` is on the side that has `triple`.
    private static boolean isBeside(Triple there, Triple triple) {
        return (triple.local().isPresent() ? there.local() : there.remote()).isPresent();
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
