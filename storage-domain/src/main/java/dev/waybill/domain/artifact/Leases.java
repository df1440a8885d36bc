package dev.waybill.domain.artifact;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets one writer at a time change the documents of a folder, in stores that can write only what is absent.
///
/// Leases are numbered objects, and the one with the highest number holds. Whoever wants it makes the next number, once
/// the highest says that it was given back, or nothing happened to it for [#PATIENCE] by the own clock: no clock of
/// another machine is trusted. Making an object that is absent has one winner, and the highest number is only ever
/// removed by a higher one, so that two who take over the same lease cannot both hold it. A holder that is slower than
/// [#HELD_AT_MOST] gives up before it writes.
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /// How long a lease may stand unchanged before it is taken over.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /// How long a holder may take between getting the lease and its write.
    static final Duration HELD_AT_MOST = Duration.ofSeconds(20);

    private static final String FREE = "free";
    private static final String NAME = ".waybill/lease-";
    private static final int MOST_ATTEMPTS = 5000;

    private final IObjectStorageAdapter store;
    private final Documents documents;
    private final Clock clock;
    private final Pauses pauses;

    Leases(IObjectStorageAdapter store, Documents documents, RepositorySettings settings) {
        this.store = store;
        this.documents = documents;
        this.clock = settings.clock();
        this.pauses = new Pauses(settings);
    }

    /// A lease that is held. Closing gives it back.
    final class Held implements AutoCloseable {
        private final ObjectKey key;
        private final Instant since;

        private Held(ObjectKey key, Instant since) {
            this.key = key;
            this.since = since;
        }

        /// @throws ArtifactFailure.Busy if so much time has passed that another may hold it by now
        void requireFresh() {
            if (Duration.between(since, clock.instant()).compareTo(HELD_AT_MOST) > 0) {
                throw new ArtifactFailure.Busy("the store was so slow that the turn at " + key.parent() + " in "
                        + store.store() + " passed; nothing was changed");
            }
        }

        /// What could not be given back is taken over by whoever waits long enough.
        @Override
        public void close() {
            try {
                store.put(key, ObjectSource.of(FREE.getBytes(StandardCharsets.UTF_8)), PutOptions.DEFAULT);
            } catch (StorageException e) {
                LOG.warn("{} could not be given back", key, e);
            }
        }
    }

    /// The lease of what lies in `folder`; waits for it.
    ///
    /// @throws ArtifactFailure.Busy if others have it for too long
    Held acquire(KeyPrefix folder) throws InterruptedException {
        Optional<String> seen = Optional.empty();
        Instant since = clock.instant();
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            List<ObjectKey> all = all(folder);
            Optional<String> highest = all.isEmpty() ? Optional.empty() : state(all.getLast());
            if (!highest.equals(seen)) {
                seen = highest;
                since = clock.instant();
            }
            boolean isFree = highest.isEmpty() || highest.get().endsWith(FREE);
            boolean isStale = Duration.between(since, clock.instant()).compareTo(PATIENCE) > 0;
            if (isFree || isStale) {
                Optional<Held> held = take(folder, all);
                if (held.isPresent()) {
                    return held.get();
                }
            }
            pauses.after(Math.min(attempt, 4));
        }
        throw new ArtifactFailure.Busy("others are changing " + folder + " in " + store.store() + " all the time");
    }

    private Optional<Held> take(KeyPrefix folder, List<ObjectKey> below) {
        ObjectKey key = folder.key(NAME + "%010d".formatted(below.isEmpty() ? 1 : numberOf(below.getLast()) + 1));
        Instant since = clock.instant();
        try {
            byte[] owner = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
            store.put(key, ObjectSource.of(owner), PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT));
        } catch (StorageException.PreconditionFailed e) {
            return Optional.empty();
        }
        // One who was slow may have made a number that was in use, given back and removed long ago.
        if (!all(folder).getLast().equals(key)) {
            store.delete(key, DeleteOptions.ANY);
            return Optional.empty();
        }
        store.deleteAll(below.stream().map(Deletion::of).toList());
        return Optional.of(new Held(key, since));
    }

    private List<ObjectKey> all(KeyPrefix folder) {
        try (Stream<ObjectMetadata> found = store.list(ListOptions.of(KeyPrefix.of(folder.value() + NAME)))) {
            return found.map(ObjectMetadata::key)
                    .filter(key -> numberOf(key) > 0)
                    .sorted(Comparator.comparingLong(Leases::numberOf))
                    .toList();
        }
    }

    private static long numberOf(ObjectKey key) {
        String digits = key.name().substring("lease-".length());
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    /// Which lease it is and what it says.
    private Optional<String> state(ObjectKey key) {
        return documents.raw(key).map(raw -> key + " " + new String(raw.bytes(), StandardCharsets.UTF_8));
    }
}
