package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.SavingDocument;
import dev.waybill.port.Checksum;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says which contents a save relies on, while no manifest says so: a sweep leaves those alone.
///
/// The mark is there before it is looked whether a sweep is under way, and a sweep says so before it reads the marks.
/// So of the two at least one sees the other.
final class SaveMark implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SaveMark.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final IObjectStorageAdapter store;
    private final ObjectKey key;

    private SaveMark(IObjectStorageAdapter store, ObjectKey key) {
        this.store = store;
        this.key = key;
    }

    /// Makes the mark, and waits until no sweep is under way.
    ///
    /// @throws ArtifactFailure.Busy if one is for too long
    static SaveMark make(
            IObjectStorageAdapter store,
            ArtifactKeys keys,
            String saveId,
            Collection<Checksum> contents,
            RepositorySettings settings)
            throws InterruptedException {
        Clock clock = settings.clock();
        var mark = new SaveMark(store, keys.saving().key(saveId + ".json"));
        store.put(mark.key, ObjectSource.of(SavingDocument.write(contents, clock.instant())), PutOptions.DEFAULT);
        boolean free = false;
        try {
            waitForSweep(store, keys.sweep(), clock, new Pauses(settings));
            free = true;
            return mark;
        } finally {
            if (!free) {
                mark.close();
            }
        }
    }

    private static void waitForSweep(IObjectStorageAdapter store, ObjectKey sweep, Clock clock, Pauses pauses)
            throws InterruptedException {
        Instant since = clock.instant();
        for (int attempt = 1; store.stat(sweep).isPresent(); attempt++) {
            if (Duration.between(since, clock.instant()).compareTo(PATIENCE) > 0) {
                throw new ArtifactFailure.Busy("content is being removed from " + store.store()
                        + " for longer than 10 minutes, or who did so died: " + sweep
                        + " says so; another gc takes it over after an hour");
            }
            pauses.after(attempt);
        }
    }

    /// Removes the mark. One that stays behind keeps its contents for some days more.
    @Override
    public void close() {
        try {
            store.delete(key, DeleteOptions.ANY);
        } catch (StorageException e) {
            LOG.warn("{} could not be removed", key, e);
        }
    }
}
