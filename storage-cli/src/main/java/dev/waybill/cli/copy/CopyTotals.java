package dev.waybill.cli.copy;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.util.EnumMap;
import java.util.Map;

/// What a copy came to. Any number of threads.
public final class CopyTotals {
    private final Map<SkippedEntry.Reason, Long> skipped = new EnumMap<>(SkippedEntry.Reason.class);
    private long objects;
    private long bytes;
    private long leftAlone;
    private long failed;
    private boolean corrupt;

    CopyTotals() {}

    synchronized void done(long size) {
        objects++;
        bytes += size;
    }

    synchronized void leftAlone() {
        leftAlone++;
    }

    synchronized void failed(StorageException cause) {
        failed++;
        corrupt |= StorageFailures.code(cause) == ExitCode.CORRUPT;
    }

    synchronized void skipped(Map<SkippedEntry.Reason, Long> counts) {
        counts.forEach((reason, count) -> skipped.merge(reason, count, Long::sum));
    }

    /// How many objects were copied, or would be.
    public synchronized long objects() {
        return objects;
    }

    /// How many bytes they have.
    public synchronized long bytes() {
        return bytes;
    }

    /// How many were left alone, since the target has an object there.
    public synchronized long leftAloneCount() {
        return leftAlone;
    }

    /// How many could not be copied.
    public synchronized long failedCount() {
        return failed;
    }

    /// What the listings of the sources met that is not an object with a key.
    public synchronized Map<SkippedEntry.Reason, Long> skipped() {
        return Map.copyOf(skipped);
    }

    /// How the command ends by it.
    public synchronized ExitCode code() {
        return failed == 0 ? ExitCode.DONE : corrupt ? ExitCode.CORRUPT : ExitCode.INCOMPLETE;
    }
}
