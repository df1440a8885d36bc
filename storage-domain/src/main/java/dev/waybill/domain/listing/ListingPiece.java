package dev.waybill.domain.listing;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A piece of a listing, which one thread reads ahead and another takes, a batch at a time. Where it proves long, the
/// reader leaves the rest to pieces of their own.
///
/// What a store lists out of order is given as it comes: what a piece leaves behind its end is read by the next, so
/// nothing is lost, and who takes it sees the disorder.
final class ListingPiece {
    /// As many as most stores give in one page.
    static final int BATCH = 1000;

    private static final int BATCHES_AHEAD = 2;

    /// So many are read before it is worth asking where to split.
    private static final int LONG = 2 * BATCH;

    private final Optional<ObjectKey> after;
    private final BlockingQueue<Batch> read = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private Optional<ObjectKey> until;
    private long splitAt = LONG;

    /// Opens what a piece reads.
    interface Opener {
        /// The objects behind a key, or all of them, and to `skipped` what is none.
        Stream<ObjectMetadata> open(Optional<ObjectKey> after, List<SkippedEntry> skipped);
    }

    /// Splits what a reader has not read.
    interface Splitter {
        /// The keys at which to split what is behind `from`, if any; where there are some, the rest is taken over.
        NavigableSet<ObjectKey> split(ListingPiece piece, ObjectKey from, Optional<ObjectKey> until)
                throws InterruptedException;
    }

    /// Some of what was listed.
    ///
    /// @param failure why there is no more
    /// @param last whether there is no more
    record Batch(
            List<ObjectMetadata> objects,
            List<SkippedEntry> skipped,
            @Nullable RuntimeException failure,
            boolean last) {}

    /// @param after it begins behind this key, or with the listing
    /// @param until and ends with this one, or with the listing
    ListingPiece(Optional<ObjectKey> after, Optional<ObjectKey> until) {
        this.after = after;
        this.until = until;
    }

    /// Reads it; in a thread of its own, which is to be interrupted where nobody takes the rest.
    void read(Opener opener, Splitter splitter) {
        try {
            readAll(opener, splitter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAll(Opener opener, Splitter splitter) throws InterruptedException {
        var objects = new ArrayList<ObjectMetadata>(BATCH);
        var skipped = new ArrayList<SkippedEntry>();
        RuntimeException failure = null;
        long count = 0;
        try (Stream<ObjectMetadata> listed = opener.open(after, skipped)) {
            Iterator<ObjectMetadata> each = listed.iterator();
            while (each.hasNext()) {
                ObjectMetadata object = each.next();
                if (until.isPresent() && object.key().compareTo(until.get()) > 0) {
                    String end = until.get().value();
                    skipped.removeIf(entry -> isBehind(entry.name(), end));
                    break;
                }
                objects.add(object);
                count++;
                if (objects.size() == BATCH) {
                    read.put(new Batch(List.copyOf(objects), List.copyOf(skipped), null, false));
                    objects.clear();
                    skipped.clear();
                    split(splitter, count, object.key());
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (Error e) {
            // Whoever waits for the next batch must not wait for ever.
            failure = new IllegalStateException("the listing could not be read", e);
        }
        read.put(new Batch(objects, skipped, failure, true));
    }

    /// What is told of between the end and the object behind it is the next piece's to tell.
    private static boolean isBehind(String name, String end) {
        return Arrays.compareUnsigned(name.getBytes(StandardCharsets.UTF_8), end.getBytes(StandardCharsets.UTF_8)) > 0;
    }

    private void split(Splitter splitter, long count, ObjectKey from) throws InterruptedException {
        if (count < splitAt) {
            return;
        }
        NavigableSet<ObjectKey> at = splitter.split(this, from, until);
        if (at.isEmpty()) {
            splitAt = 2 * count;
        } else {
            until = Optional.of(at.first());
            splitAt = Long.MAX_VALUE;
        }
    }

    /// Waits for what was read next.
    Batch take() throws InterruptedException {
        return read.take();
    }
}
