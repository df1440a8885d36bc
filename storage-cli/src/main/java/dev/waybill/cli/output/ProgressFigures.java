package dev.waybill.cli.output;

import java.util.ArrayDeque;
import java.util.Deque;

/// How far a run has got, as a line of text. Any number of threads.
final class ProgressFigures {
    /// The rate is that of so long ago until now, so that it follows what happens.
    private static final long WINDOW_NANOS = 15_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long objects;
    private long bytes;
    private long objectsDone;
    private long bytesDone;
    private boolean complete;

    private record Sample(long nanos, long bytes) {}

    synchronized void planned(long size) {
        objects++;
        bytes += size;
    }

    synchronized void planIsComplete() {
        complete = true;
    }

    synchronized void moved(long count) {
        bytesDone += count;
    }

    synchronized void finished() {
        objectsDone++;
    }

    synchronized boolean isEmpty() {
        return objects == 0;
    }

    /// `12 of 345 objects, 1.2 GiB of 3.4 GiB, 45 MiB/s, 50.2 s left`; a `+` marks totals that still grow.
    synchronized String line(long nanos) {
        samples.addLast(new Sample(nanos, bytesDone));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos > WINDOW_NANOS) {
            samples.removeFirst();
        }
        String more = complete ? "" : "+";
        String text = objectsDone + " of " + objects + more + " objects, " + Sizes.of(bytesDone) + " of "
                + Sizes.of(bytes) + more;
        Sample first = samples.getFirst();
        long moved = bytesDone - first.bytes;
        long elapsed = nanos - first.nanos;
        if (moved <= 0 || elapsed <= 0) {
            return text;
        }
        String rated = text + ", " + Sizes.rate(moved, elapsed);
        double left = (double) (bytes - bytesDone) * elapsed / moved;
        return complete ? rated + ", " + Sizes.duration(Math.round(left)) + " left" : rated;
    }
}
