package dev.waybill.domain.catalog;

import dev.waybill.domain.catalog.DocumentState.Flaw;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.VersionTick;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Fetches documents and lays them by in a catalog. One sync; its counts are shared by the threads of that sync.
final class MetadataFetch {
    private static final int BATCH = 200;
    private static final long BATCH_BYTES = 4L << 20;

    private final IObjectStorageAdapter store;
    private final KeyPrefix root;
    private final CatalogWriter writer;
    private final MetadataSyncOptions options;
    private final MetadataSyncListener listener;
    private final Settling settling;
    private final Predicate<ObjectKey> isWanted;

    private final Object lock = new Object();
    private final List<FetchedDocument> batch = new ArrayList<>();
    private final Set<ObjectKey> vanished = new HashSet<>();
    private final Set<ObjectKey> named = new HashSet<>();
    private long batchBytes;
    private long fetched;
    private long bytes;

    /// Tells which versions are told apart from all later ones.
    ///
    /// @param tick how far apart two edits must be to show
    /// @param latest a time of the store's clock that is over
    /// @param began when this sync began, by the clock here
    record Settling(VersionTick tick, Instant latest, Instant began) {
        /// @param before what was known before
        boolean isSettled(ObjectMetadata object, Optional<DocumentState> before) {
            return !tick.isRacy(object.modified(), latest) || wasSeenLongAgo(object, before);
        }

        /// The same version was there at an earlier sync, so whatever was fetched now was written well before now.
        private boolean wasSeenLongAgo(ObjectMetadata object, Optional<DocumentState> before) {
            return before.filter(known -> known.isVersionOf(object) && !tick.isRacy(known.noted(), began))
                    .isPresent();
        }
    }

    /// @param isWanted whether a document is fetched, or is there, without being named by an index; any thread asks
    MetadataFetch(
            IObjectStorageAdapter store,
            KeyPrefix root,
            CatalogWriter writer,
            MetadataSyncOptions options,
            MetadataSyncListener listener,
            Settling settling,
            Predicate<ObjectKey> isWanted) {
        this.store = store;
        this.root = root;
        this.writer = writer;
        this.options = options;
        this.listener = listener;
        this.settling = settling;
        this.isWanted = isWanted;
    }

    /// Fetches documents.
    ///
    /// @param wanted those, which are taken as there is room for them
    /// @param documents how many there are
    /// @param size how many bytes those that were listed have
    /// @throws StorageException if the store cannot be reached; what was fetched till then is laid by
    void run(Iterator<WantedDocument> wanted, long documents, long size) throws InterruptedException {
        listener.planned(documents, size);
        try (var tasks = Tasks.failingFast(options.atOnce())) {
            while (wanted.hasNext()) {
                WantedDocument document = wanted.next();
                tasks.submit(() -> fetch(document));
            }
            tasks.join();
        } finally {
            flush();
        }
    }

    private void fetch(WantedDocument wanted) {
        ObjectMetadata object = wanted.object();
        if (object.size() > options.maxDocumentBytes()) {
            keep(flawed(wanted, object, tooLong(object.size())), List.of());
        } else {
            read(wanted);
        }
        listener.fetched(wanted.key(), object.size());
    }

    private void read(WantedDocument wanted) {
        Read read;
        try (ObjectContent content = store.get(wanted.key(), GetOptions.WHOLE.withListed(wanted.isListed()))) {
            read = read(wanted, content);
        } catch (IOException e) {
            failed(
                    wanted,
                    e.getCause() instanceof StorageException cause
                            ? cause
                            : new StorageException.StoreFailure(
                                    store.store(), Optional.of(wanted.key()), "reading broke off", e));
            return;
        } catch (StorageException e) {
            failed(wanted, e);
            return;
        }
        keep(read.document(), read.named());
    }

    /// @param named the documents that an index publishes
    private record Read(FetchedDocument document, List<ObjectKey> named) {}

    private Read read(WantedDocument wanted, ObjectContent content) throws IOException {
        int most = (int) options.maxDocumentBytes();
        byte[] read = content.stream().readNBytes(most + 1);
        ObjectMetadata object = content.metadata();
        if (read.length > most) {
            return new Read(flawed(wanted, object, tooLong(object.size())), List.of());
        }
        DocumentCheck check = DocumentCheck.of(root, wanted.key(), read);
        boolean usable =
                check.flaw().map(flaw -> flaw.kind() == Flaw.Kind.PARTLY).orElse(true);
        var document =
                new FetchedDocument(state(wanted, object, check.flaw()), usable ? Optional.of(read) : Optional.empty());
        return new Read(document, check.named());
    }

    private Flaw tooLong(long size) {
        return new Flaw(
                Flaw.Kind.TOO_LONG,
                "it has " + size + " bytes, and documents of at most " + options.maxDocumentBytes() + " are fetched");
    }

    private FetchedDocument flawed(WantedDocument wanted, ObjectMetadata object, Flaw flaw) {
        return new FetchedDocument(state(wanted, object, Optional.of(flaw)), Optional.empty());
    }

    private DocumentState state(WantedDocument wanted, ObjectMetadata object, Optional<Flaw> flaw) {
        return new DocumentState(
                object.key(),
                object.etag(),
                object.size(),
                object.modified(),
                settling.isSettled(object, wanted.before()),
                settling.began(),
                flaw);
    }

    /// What concerns one document does not keep the others from being fetched.
    private void failed(WantedDocument wanted, StorageException failure) {
        if (concernsAll(failure)) {
            throw failure;
        }
        if (failure instanceof StorageException.ObjectNotFound) {
            synchronized (lock) {
                vanished.add(wanted.key());
            }
            return;
        }
        var flaw = new Flaw(Flaw.Kind.UNREADABLE, String.valueOf(failure.getMessage()));
        keep(flawed(wanted, wanted.object(), flaw), List.of());
    }

    private static boolean concernsAll(StorageException failure) {
        return failure instanceof StorageException.Cancelled
                || failure instanceof StorageException.StoreUnavailable
                || failure instanceof StorageException.StoreNotFound;
    }

    private void keep(FetchedDocument document, List<ObjectKey> publishes) {
        List<ObjectKey> unknown =
                publishes.stream().filter(key -> !isWanted.test(key)).toList();
        synchronized (lock) {
            fetched++;
            named.addAll(unknown);
            batch.add(document);
            long length = document.bytes().map(read -> read.length).orElse(0);
            bytes += length;
            batchBytes += length;
            if (batch.size() >= BATCH || batchBytes >= BATCH_BYTES) {
                flush();
            }
        }
    }

    private void flush() {
        synchronized (lock) {
            if (!batch.isEmpty()) {
                writer.stage(batch);
                batch.clear();
                batchBytes = 0;
            }
        }
    }

    /// How many documents were laid by.
    long fetched() {
        return fetched;
    }

    /// What was wanted and is not there any more.
    Set<ObjectKey> vanished() {
        return vanished;
    }

    /// The documents of the versions that the fetched indexes publish and that were not wanted anyway: few.
    Set<ObjectKey> named() {
        return named;
    }

    /// How many bytes were fetched.
    long bytes() {
        return bytes;
    }
}
