package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Notes what is synced as it becomes so, in batches. Any number of threads may call it.
///
/// What a crash takes from the last batch costs the next run a comparison of contents and nothing else.
final class BaseWriter {
    private final Batch<SyncBaseChange> changes;
    private final String run;
    private final Instant begin;

    /// @param begin when the run began: before it looked at any version it notes
    BaseWriter(SyncBase base, String run, Instant begin, Clock clock) {
        this.changes = new Batch<>(base::apply, clock);
        this.run = run;
        this.begin = begin;
    }

    /// Notes that both sides have the same content, as these metadata show it.
    void note(ObjectMetadata local, ObjectMetadata remote, Optional<Checksum> checksum) {
        var object = new SyncedObject(
                local.key(), local.size(), SyncedVersion.of(local), SyncedVersion.of(remote), checksum, begin, run);
        changes.add(new SyncBaseChange.Noted(object));
    }

    /// Notes that nothing is synced at `key`.
    void forget(ObjectKey key) {
        changes.add(new SyncBaseChange.Forgotten(key));
    }

    /// Makes what was noted last.
    void flush() {
        changes.flush();
    }
}
