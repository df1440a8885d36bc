package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.artifact.format.RunDocument;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.util.Optional;

/// Writes down which versions runs made and used, each once.
final class RunRecords {
    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final Documents documents;
    private final DocumentUpdates updates;
    private final Clock clock;

    RunRecords(
            IObjectStorageAdapter store, ArtifactKeys keys, Documents documents, DocumentUpdates updates, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.documents = documents;
        this.updates = updates;
        this.clock = clock;
    }

    void created(RunPath run, SavedVersion version) throws InterruptedException {
        ArtifactId id = version.id();
        record(
                run,
                RunReader.CREATED,
                LineageDocument.created(id.type(), id.name(), version.number(), version.manifest(), clock.instant()));
    }

    void used(RunPath run, ArtifactVersion version) throws InterruptedException {
        ArtifactId id = version.id();
        record(
                run,
                RunReader.USED,
                LineageDocument.used(id.type(), id.name(), version.number(), version.manifest(), clock.instant()));
    }

    private void record(RunPath run, String document, LineageDocument.Entry entry) throws InterruptedException {
        KeyPrefix folder = keys.run(run);
        introduce(run, folder);
        ObjectKey key = folder.key(document);
        updates.update(key, current -> {
            LineageDocument before = current.isPresent()
                    ? documents.of(key, current.get(), LineageDocument::read)
                    : LineageDocument.EMPTY;
            return before.has(entry)
                    ? Optional.empty()
                    : Optional.of(before.with(entry).toBytes());
        });
    }

    /// A run that nobody filed before gets what others know runs by.
    private void introduce(RunPath run, KeyPrefix folder) {
        ObjectKey meta = folder.key("meta.json");
        if (store.stat(meta).isEmpty()) {
            putIfAbsent(
                    meta,
                    RunDocument.meta(
                            run.project(),
                            run.name(),
                            run.id(),
                            System.getProperty("os.name", ""),
                            store.store().toString(),
                            clock.instant()));
            putIfAbsent(folder.key("status.json"), RunDocument.finished(clock.instant()));
        }
    }

    private void putIfAbsent(ObjectKey key, byte[] text) {
        try {
            store.put(key, ObjectSource.of(text), PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT));
        } catch (StorageException.PreconditionFailed somebodyElseDid) {
            return;
        }
    }
}
