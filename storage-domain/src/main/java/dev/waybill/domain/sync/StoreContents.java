package dev.waybill.domain.sync;

import dev.waybill.domain.remote.RemoteChecksums;
import dev.waybill.domain.sync.Step.Answer;
import dev.waybill.domain.sync.Step.NeedsContent;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/// Looks at contents, as cheaply as it can be sure: by the checksum that a store keeps, by reading what lies in
/// a folder, and by reading from elsewhere only to tell a conflict. Any number of threads may call it.
final class StoreContents implements ContentComparer {
    /// For what no store keeps a checksum of: long enough that no accident makes two contents alike, and ten times
    /// faster than any other that is.
    static final ChecksumAlgorithm OWN_ALGORITHM = ChecksumAlgorithm.CRC32PAIR;

    /// What the machines that hold stores hash in.
    private static final ChecksumAlgorithm NEAR_DATA_ALGORITHM = RemoteChecksums.ALGORITHMS.getFirst();

    /// The scheme of folders, whose content costs no request to read.
    static final String FOLDER_SCHEME = "file";

    private static final int BUFFER_BYTES = 128 << 10;

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final CompareMode mode;
    private final Optional<Duration> precision;
    private final Optional<RemoteChecksums> nearData;
    private final HashCache cache;

    /// @param known from where checksums can be had without reading
    StoreContents(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            CompareMode mode,
            Optional<Duration> precision,
            ChecksumSources known) {
        this.local = local;
        this.remote = remote;
        this.mode = mode;
        this.precision = precision;
        this.nearData = known.nearData();
        this.cache = known.cache();
    }

    /// Whether a store's content costs no request to read.
    static boolean isFolder(IObjectStorageAdapter store) {
        return store.store().scheme().equals(FOLDER_SCHEME);
    }

    @Override
    public Answer answer(NeedsContent step) {
        Triple triple = step.triple();
        return switch (step.asked()) {
            case LOCAL_IS_SYNCED -> isSynced(step, local, triple.local(), SyncedObject::local);
            case REMOTE_IS_SYNCED ->
                isSyncedNearData(step).orElseGet(() -> isSynced(step, remote, triple.remote(), SyncedObject::remote));
            case SIDES_ARE_ALIKE -> areAlike(triple, true, false);
            case SIDES_ARE_ALIKE_OR_CONFLICT -> areAlike(triple, true, true);
            case CONTENTS_ARE_ALIKE -> areAlike(triple, false, true);
        };
    }

    /// Reads what lies in no folder only where the listing shows the synced version: then nothing else can tell,
    /// and taking it for changed would never end.
    private Answer isSynced(
            NeedsContent step,
            IObjectStorageAdapter store,
            Optional<ObjectMetadata> listed,
            Function<SyncedObject, SyncedVersion> side) {
        ObjectMetadata object = listed.orElseThrow();
        Checksum synced = step.checksum().orElseThrow();
        SyncedVersion noted = side.apply(step.triple().base().orElseThrow());
        ObjectMetadata known = isFolder(store) ? object : completed(store, object, synced.algorithm());
        Optional<Checksum> found = known.checksum(synced.algorithm());
        if (found.isEmpty() && (isFolder(store) || SyncPlanner.isAsSynced(object, noted))) {
            found = Optional.of(hash(store, object, synced.algorithm()));
        }
        Likeness likeness = found.map(checksum -> likeness(checksum, synced)).orElse(Likeness.UNKNOWN);
        return new Answer(likeness, found);
    }

    /// Whether the remote content is the synced one, told by the store's machine: in the algorithm of the synced
    /// checksum if it knows that, else against the local content, where that is the synced one for sure.
    private Optional<Answer> isSyncedNearData(NeedsContent step) {
        Checksum synced = step.checksum().orElseThrow();
        ObjectMetadata there = step.triple().remote().orElseThrow();
        if (nearData.isEmpty() || there.checksum(synced.algorithm()).isPresent()) {
            return Optional.empty();
        }
        Optional<Checksum> found = nearData.get().of(there, synced.algorithm());
        if (found.isPresent()) {
            return Optional.of(new Answer(likeness(found.get(), synced), found));
        }
        Optional<ObjectMetadata> here = step.triple().local();
        boolean localIsSynced = step.local() == SideState.SAME && here.isPresent() && isFolder(local);
        return localIsSynced
                ? hashedNearData(here.get(), there)
                        .map(likeness -> new Answer(
                                likeness, likeness == Likeness.ALIKE ? Optional.of(synced) : Optional.empty()))
                : Optional.empty();
    }

    private Optional<Likeness> hashedNearData(ObjectMetadata here, ObjectMetadata there) {
        return nearData.flatMap(machine -> machine.of(there, NEAR_DATA_ALGORITHM))
                .map(checksum -> likeness(hash(local, here, NEAR_DATA_ALGORITHM), checksum));
    }

    private Answer areAlike(Triple triple, boolean trustTimes, boolean readAll) {
        ObjectMetadata here = known(local, triple.local().orElseThrow());
        ObjectMetadata there = known(remote, triple.remote().orElseThrow());
        Optional<ChecksumAlgorithm> algorithm = commonAlgorithm(here, there);
        if (algorithm.isPresent()) {
            return compare(here, there, algorithm.get());
        }
        if (trustTimes && mode == CompareMode.AUTO && SyncPlanner.haveEqualTimes(here, there, precision)) {
            return new Answer(Likeness.ALIKE, Optional.empty());
        }
        if (nearData.isPresent() && isFolder(local)) {
            Optional<Checksum> near = nearData.get().of(there, NEAR_DATA_ALGORITHM);
            if (near.isPresent()) {
                Checksum left = hash(local, here, NEAR_DATA_ALGORITHM);
                return new Answer(likeness(left, near.get()), Optional.of(left));
            }
        }
        return readAll ? compare(here, there, OWN_ALGORITHM) : new Answer(Likeness.UNKNOWN, Optional.empty());
    }

    /// The algorithm in which both contents can be told without reading what lies in no folder.
    private Optional<ChecksumAlgorithm> commonAlgorithm(ObjectMetadata here, ObjectMetadata there) {
        if (isFolder(local) && isFolder(remote)) {
            return Optional.of(OWN_ALGORITHM);
        }
        return here.checksums().stream()
                .map(Checksum::algorithm)
                .filter(a -> isFolder(remote) || there.checksum(a).isPresent())
                .min(Comparator.naturalOrder())
                .or(() -> there.checksums().stream()
                        .map(Checksum::algorithm)
                        .filter(a -> isFolder(local))
                        .min(Comparator.naturalOrder()));
    }

    private Answer compare(ObjectMetadata here, ObjectMetadata there, ChecksumAlgorithm algorithm) {
        Checksum left = here.checksum(algorithm).orElseGet(() -> hash(local, here, algorithm));
        Checksum right = there.checksum(algorithm).orElseGet(() -> hash(remote, there, algorithm));
        return new Answer(likeness(left, right), Optional.of(left));
    }

    private static Likeness likeness(Checksum a, Checksum b) {
        return a.equals(b) ? Likeness.ALIKE : Likeness.DIFFERENT;
    }

    private static ObjectMetadata known(IObjectStorageAdapter store, ObjectMetadata listed) {
        return isFolder(store) || !listed.checksums().isEmpty() ? listed : stat(store, listed);
    }

    private static ObjectMetadata completed(
            IObjectStorageAdapter store, ObjectMetadata listed, ChecksumAlgorithm algorithm) {
        return listed.checksum(algorithm).isPresent() ? listed : stat(store, listed);
    }

    /// What the store says of the listed version beyond what its listing did.
    ///
    /// @throws StorageException.PreconditionFailed if another version is there by now
    private static ObjectMetadata stat(IObjectStorageAdapter store, ObjectMetadata listed) {
        ObjectMetadata now = store.stat(listed.key())
                .orElseThrow(() -> new StorageException.ObjectNotFound(store.store(), listed.key(), null));
        requireListed(store, listed, now);
        return now;
    }

    private static void requireListed(IObjectStorageAdapter store, ObjectMetadata listed, ObjectMetadata now) {
        if (!ListedVersion.isStill(listed, now)) {
            throw new StorageException.PreconditionFailed(
                    store.store(), listed.key(), "still the version listed", null);
        }
    }

    /// Whether two local objects have the same content.
    ///
    /// @throws StorageException if one of them cannot be read, or is no longer the version given
    boolean areAlikeLocally(ObjectMetadata a, ObjectMetadata b) {
        return a.size() == b.size() && hash(local, a, OWN_ALGORITHM).equals(hash(local, b, OWN_ALGORITHM));
    }

    /// Whether a local object has the content of the remote one of its name, whatever their times.
    ///
    /// @throws StorageException if one of them cannot be read, or is no longer the version given
    boolean areAlike(ObjectMetadata here, ObjectMetadata there) {
        var triple = new Triple(here.key(), Optional.of(here), Optional.of(there), Optional.empty());
        return triple.hasEqualSizes() && areAlike(triple, false, true).likeness() == Likeness.ALIKE;
    }

    private Checksum hash(IObjectStorageAdapter store, ObjectMetadata listed, ChecksumAlgorithm algorithm) {
        return cache.of(store.store(), listed, algorithm, () -> read(store, listed, algorithm));
    }

    private static Checksum read(IObjectStorageAdapter store, ObjectMetadata listed, ChecksumAlgorithm algorithm) {
        GetOptions options = listed.etag()
                .filter(etag -> store.capabilities().has(Capability.VERSION_TOKENS))
                .map(GetOptions.WHOLE::withIfMatch)
                .orElse(GetOptions.WHOLE);
        try (ObjectContent content = store.get(listed.key(), options)) {
            requireListed(store, listed, content.metadata());
            return hash(store, content, algorithm);
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException cause) {
                throw cause;
            }
            throw new StorageException.SourceFailed(store.store(), listed.key(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Checksum hash(IObjectStorageAdapter store, ObjectContent content, ChecksumAlgorithm algorithm)
            throws IOException {
        var hasher = ContentHasher.of(algorithm);
        var buffer = new byte[BUFFER_BYTES];
        for (int read = content.stream().read(buffer);
                read >= 0;
                read = content.stream().read(buffer)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new StorageException.Cancelled(
                        store.store(), Optional.of(content.metadata().key()), null);
            }
            hasher.update(buffer, 0, read);
        }
        return hasher.finish();
    }
}
