package dev.waybill.domain.sync.trash;

import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What lies in the trash of a store, run by run. Memory grows with the number of runs, not of objects.
///
/// @param runs the oldest first
/// @param foreign how many objects lie there that are none of ours
public record TrashListing(List<TrashRun> runs, long foreign) {
    private static final int MOST_CARD_BYTES = 64 << 10;

    /// Copies the runs.
    public TrashListing {
        runs = List.copyOf(runs);
    }

    /// What was counted of a run.
    private record Count(long objects, long bytes) {
        Count plus(boolean kept, long more) {
            return new Count(objects + (kept ? 1 : 0), bytes + more);
        }
    }

    /// Reads the trash of `store`: a listing, and one small object a run.
    public static TrashListing of(IObjectStorageAdapter store) {
        Map<RunName, Count> counts = new TreeMap<>();
        long foreign = 0;
        try (Stream<ObjectMetadata> listed = store.list(ListOptions.of(TrashKeys.ALL))) {
            for (ObjectMetadata object : (Iterable<ObjectMetadata>) listed::iterator) {
                Optional<TrashKeys.Entry> entry = TrashKeys.parse(object.key());
                if (entry.isPresent()) {
                    boolean kept = entry.get().kept();
                    counts.merge(
                            entry.get().run(),
                            new Count(0, 0).plus(kept, object.size()),
                            (sum, one) -> sum.plus(kept, object.size()));
                } else {
                    foreign++;
                }
            }
        }
        var runs = new ArrayList<TrashRun>();
        counts.forEach((run, count) -> runs.add(new TrashRun(run, count.objects(), count.bytes(), card(store, run))));
        return new TrashListing(runs, foreign);
    }

    static Optional<RunCard> card(IObjectStorageAdapter store, RunName run) {
        try (ObjectContent content = store.get(TrashKeys.card(run), GetOptions.WHOLE)) {
            return RunCard.parse(content.stream().readNBytes(MOST_CARD_BYTES))
                    .filter(card -> card.run().equals(run));
        } catch (StorageException.ObjectNotFound none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageException.SourceFailed(
                    store.store(), TrashKeys.card(run), String.valueOf(e.getMessage()), e);
        }
    }

    /// How many objects all runs kept.
    public long objects() {
        return runs.stream().mapToLong(TrashRun::objects).sum();
    }

    /// What all of it holds.
    public long bytes() {
        return runs.stream().mapToLong(TrashRun::bytes).sum();
    }
}
