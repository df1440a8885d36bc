package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.artifact.format.MetadataDocument;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Checksum;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Saves versions. The order of the steps is what makes it safe: contents, the claim of a number, what lies under that
/// number, and only then the one write by which everybody sees it. `docs/adr` says what each step stands against.
final class ArtifactPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactPublisher.class);
    private static final int AT_ONCE = 8;
    private static final int CLAIMS_AT_MOST = 100_000;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final Documents documents;
    private final DocumentUpdates updates;
    private final ContentPool pool;
    private final FileTree tree;
    private final RunicornLock lock;
    private final RepositorySettings settings;

    ArtifactPublisher(
            IObjectStorageAdapter store,
            ArtifactKeys keys,
            Documents documents,
            DocumentUpdates updates,
            ContentPool pool,
            FileTree tree,
            RunicornLock lock,
            RepositorySettings settings) {
        this.store = store;
        this.keys = keys;
        this.documents = documents;
        this.updates = updates;
        this.settings = settings;
        this.pool = pool;
        this.tree = tree;
        this.lock = lock;
    }

    /// A file that is to be saved, and the entry that its bytes have in the manifest.
    private record Hashed(ManifestFile entry, StagedFile file) {}

    /// What one save is about.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Save(
            ArtifactDraft draft, List<Hashed> files, ManifestDocument manifest, byte[] manifestText, Instant began) {}

    /// @throws IllegalArgumentException if nothing is staged
    /// @throws StorageException.NotSupported if the store can keep no two writers apart
    void requirePossible(ArtifactDraft draft) {
        draft.requireContent();
        updates.requirePossible();
    }

    /// Saves what is staged as the next version, which is possible.
    @SuppressWarnings("try") // the mark is only held
    SavedVersion save(ArtifactDraft draft) throws InterruptedException {
        String saveId = UUID.randomUUID().toString();
        List<Hashed> files = hash(draft);
        Instant now = settings.clock().instant();
        var manifest = new ManifestDocument(files.stream().map(Hashed::entry).toList(), draft.references(), List.of());
        var save = new Save(draft, files, manifest, manifest.toBytes(saveId, now), now);
        List<Checksum> contents =
                manifest.files().stream().map(ManifestFile::digest).toList();
        try (SaveMark mark = SaveMark.make(store, keys, saveId, contents, settings)) {
            long stored = storeContents(save);
            return new SavedVersion(draft.id(), publishNext(save), manifest, stored);
        }
    }

    @SuppressWarnings("try") // the lock is only held
    private int publishNext(Save save) throws InterruptedException {
        try (var held = lock.hold(save.draft().id())) {
            int number = claim(save, firstFree(save));
            while (!prepare(save, number)) {
                number = claim(save, number + 1);
            }
            publish(save, number);
            return number;
        }
    }

    private static List<Hashed> hash(ArtifactDraft draft) throws InterruptedException {
        var hashed = new ConcurrentSkipListMap<Integer, Hashed>();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            int number = 0;
            for (var staged : draft.files().entrySet()) {
                int place = number++;
                StagedFile file = staged.getValue();
                tasks.submit(() -> hashed.put(place, new Hashed(file.entry(staged.getKey()), file)));
            }
            tasks.join();
        }
        return List.copyOf(hashed.values());
    }

    private long storeContents(Save save) throws InterruptedException {
        var once = new LinkedHashMap<Checksum, Hashed>();
        save.files().forEach(file -> once.putIfAbsent(file.entry().digest(), file));
        var stored = new AtomicLong();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (Hashed each : once.values()) {
                tasks.submit(() -> stored.addAndGet(pool.store(each.entry(), each.file())));
            }
            tasks.join();
        }
        return stored.get();
    }

    private int firstFree(Save save) {
        return documents
                        .read(keys.versions(save.draft().id()), VersionsDocument::read)
                        .map(VersionsDocument::highest)
                        .orElse(0)
                + 1;
    }

    /// Takes a number that nobody has: whoever writes the manifest of a number first has it. It is never given back,
    /// since a write under it whose answer was lost may still be on its way.
    private int claim(Save save, int first) {
        ArtifactId id = save.draft().id();
        for (int number = first; number < first + CLAIMS_AT_MOST; number++) {
            if (putIfAbsent(keys.manifest(id, number), save.manifestText())) {
                return number;
            }
        }
        throw new ArtifactFailure.Busy("no number is free for " + id + " in " + store.store() + " from v" + first
                + " on; gc removes what saves left behind that did not end");
    }

    private boolean putIfAbsent(ObjectKey key, byte[] text) {
        try {
            store.put(
                    key,
                    ObjectSource.of(text),
                    PutOptions.DEFAULT.withContentType("application/json").withPrecondition(Precondition.ABSENT));
            return true;
        } catch (StorageException.PreconditionFailed e) {
            return false;
        }
    }

    /// Puts everything of the version where it belongs.
    ///
    /// @return whether the number can be published; not so if something else lies under it
    private boolean prepare(Save save, int number) throws InterruptedException {
        ArtifactId id = save.draft().id();
        boolean prepared = false;
        try {
            tree.lay(id, number, save.manifest().files());
            prepared = putIfAbsent(keys.metadata(id, number), metadata(save, number));
            return prepared;
        } finally {
            if (!prepared) {
                discard(save, number);
            }
        }
    }

    private byte[] metadata(Save save, int number) {
        ArtifactDraft draft = save.draft();
        var said = new MetadataDocument.Said(
                draft.run().map(RunPath::id).orElse(""),
                draft.description(),
                List.copyOf(draft.tags()),
                draft.metadata());
        var document = new MetadataDocument.Draft(
                draft.id().type(),
                draft.id().name(),
                number,
                save.manifest(),
                ArtifactReader.sha256(save.manifestText()),
                said);
        return MetadataDocument.write(document, save.began());
    }

    private void discard(Save save, int number) {
        try {
            tree.remove(save.draft().id(), number, save.manifest().files());
        } catch (StorageException e) {
            LOG.warn("what was stored of {} v{} stays until gc", save.draft().id(), number, e);
        }
    }

    /// The one step after which the version is there. If it fails nothing is taken back: it may have happened.
    private void publish(Save save, int number) throws InterruptedException {
        ArtifactId id = save.draft().id();
        VersionEntry entry = VersionEntry.of(
                number,
                save.began(),
                save.draft().run().map(RunPath::id).orElse(""),
                save.manifest().totalBytes(),
                save.manifest().files().size());
        updates.update(keys.versions(id), current -> {
            Instant now = settings.clock().instant();
            VersionsDocument index = current.isPresent()
                    ? documents.of(keys.versions(id), current.get(), VersionsDocument::read)
                    : VersionsDocument.of(id.type(), id.name(), now);
            Optional<VersionEntry> there = index.version(number);
            if (there.filter(entry::isSame).isPresent()) {
                // An earlier attempt wrote it, and its answer was lost.
                return Optional.empty();
            }
            if (there.isPresent()) {
                throw new ArtifactFailure.Refused("another program published " + id + ":v" + number + " in "
                        + store.store() + "; only one program at a time may save versions there");
            }
            return Optional.of(index.withVersion(entry, now).toBytes());
        });
    }
}
