package dev.waybill.domain.sync;

import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Both listings, read to their end before anything is decided, and the names that clash at a side. It is taken only
/// where a side that is to be written ignores spellings: there two names far apart can be one. One thread at a time.
final class NameSurvey implements AutoCloseable {
    private final ExternalSort<ObjectMetadata> local = ExternalSort.ofObjects();
    private final ExternalSort<ObjectMetadata> remote = ExternalSort.ofObjects();
    private final Map<SyncSide, NameClashes> clashes = new EnumMap<>(SyncSide.class);

    private final Map<SyncSide, RenamedStore> renaming = new EnumMap<>(SyncSide.class);

    private NameSurvey() {}

    /// Those of `sides` that ignore spellings, or give names to what competes for one.
    static Map<SyncSide, IObjectStorageAdapter> due(
            Set<SyncSide> sides, NamePolicy policy, IObjectStorageAdapter local, IObjectStorageAdapter remote) {
        var due = new EnumMap<SyncSide, IObjectStorageAdapter>(SyncSide.class);
        for (SyncSide side : sides) {
            IObjectStorageAdapter store = side == SyncSide.LOCAL ? local : remote;
            boolean renames = policy == NamePolicy.RENAME && store instanceof RenamedStore;
            if (renames || store.capabilities().names().ignoresSpelling()) {
                due.put(side, store);
            }
        }
        return due;
    }

    /// Reads `here` and `there`, and finds what clashes. An interrupt ends it early, and stays set.
    ///
    /// @param sides where to look for clashes
    /// @param isAbout whether the run is about a key: others are not brought anywhere, but have their names
    /// @throws SyncRefused.TooManyNamesClash if too many do
    static NameSurvey read(
            Iterator<ObjectMetadata> here,
            Iterator<ObjectMetadata> there,
            Map<SyncSide, IObjectStorageAdapter> sides,
            NamePolicy policy,
            Predicate<ObjectKey> isAbout,
            SyncBase base) {
        var survey = new NameSurvey();
        boolean done = false;
        try {
            sides.forEach((side, store) -> survey.clashes.put(
                    side, new NameClashes(store.store(), store.capabilities().names())));
            survey.read(new TripleMerge(here, there, Collections.emptyIterator()), isAbout);
            survey.clashes.values().forEach(found -> found.find(path -> wasSynced(path, base)));
            if (policy == NamePolicy.RENAME) {
                survey.rename(sides);
            }
            done = true;
            return survey;
        } finally {
            if (!done) {
                survey.close();
            }
        }
    }

    private void rename(Map<SyncSide, IObjectStorageAdapter> sides) {
        clashes.forEach((side, found) -> {
            if (sides.get(side) instanceof RenamedStore renamed) {
                renaming.put(side, renamed);
                found.renameIn(renamed);
            }
        });
    }

    private static boolean wasSynced(String path, SyncBase base) {
        if (!path.endsWith("/")) {
            return base.entry(new ObjectKey(path)).isPresent();
        }
        try (Stream<SyncedObject> inside = base.entries(KeyPrefix.of(path))) {
            return inside.findFirst().isPresent();
        }
    }

    private void read(Iterator<Triple> keys, Predicate<ObjectKey> isAbout) {
        while (keys.hasNext() && !Thread.currentThread().isInterrupted()) {
            Triple triple = keys.next();
            triple.local().ifPresent(local::add);
            triple.remote().ifPresent(remote::add);
            boolean brought = isAbout.test(triple.key());
            clashes.forEach((side, names) -> {
                boolean has = triple.on(side).isPresent();
                boolean otherHas = triple.on(side.other()).isPresent() && brought;
                if (has || otherHas) {
                    names.add(triple.key(), has, otherHas);
                }
            });
        }
    }

    /// The local listing; to be asked once.
    Iterator<ObjectMetadata> local() {
        return local.sorted();
    }

    /// The remote listing; to be asked once.
    Iterator<ObjectMetadata> remote() {
        return remote.sorted();
    }

    /// `triple` with what has its name at the side that lacks it.
    Triple marked(Triple triple) {
        if (!triple.isOnOneSide()) {
            return triple;
        }
        SyncSide lacking = triple.local().isEmpty() ? SyncSide.LOCAL : SyncSide.REMOTE;
        RenamedStore renamed = renaming.get(lacking);
        if (renamed != null && renamed.isRenamed(triple.key())) {
            return triple.unobstructed();
        }
        NameClashes names = clashes.get(lacking);
        Optional<NameClash> clash = names == null ? Optional.empty() : names.of(triple.key());
        return clash.map(triple::clashing).orElse(triple);
    }

    @Override
    public void close() {
        local.close();
        remote.close();
        clashes.values().forEach(NameClashes::close);
    }
}
