package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Notes what is synced as it becomes so, in batches. Any number of threads may call it.
///
/// What a crash takes from the last batch costs the next run a comparison of contents and nothing else.
final class BaseWriter {
    private static final int BATCH = 500;
    private static final Duration OLDEST = Duration.ofSeconds(1);

    private final SyncBase base;
    private final String run;
    private final Instant begin;
    private final Clock clock;
    private List<SyncBaseChange> pending = new ArrayList<>();
    private Instant flushed;

    /// @param begin when the run began: before it looked at any version it notes
    BaseWriter(SyncBase base, String run, Instant begin, Clock clock) {
        this.base = base;
        this.run = run;
        this.begin = begin;
        this.clock = clock;
        this.flushed = clock.instant();
    }

    /// Notes that both sides have the same content, as these metadata show it.
    void note(ObjectMetadata local, ObjectMetadata remote, Optional<Checksum> checksum) {
        var object = new SyncedObject(
                local.key(), local.size(), SyncedVersion.of(local), SyncedVersion.of(remote), checksum, begin, run);
        add(new SyncBaseChange.Noted(object));
    }

    /// Notes that nothing is synced at `key`.
    void forget(ObjectKey key) {
        add(new SyncBaseChange.Forgotten(key));
    }

    private synchronized void add(SyncBaseChange change) {
        pending.add(change);
        if (pending.size() >= BATCH || flushed.plus(OLDEST).isBefore(clock.instant())) {
            flush();
        }
    }

    /// Makes what was noted last.
    synchronized void flush() {
        if (!pending.isEmpty()) {
            List<SyncBaseChange> changes = pending;
            pending = new ArrayList<>();
            base.apply(changes);
        }
        flushed = clock.instant();
    }
}
