package dev.waybill.domain.sync;

import dev.waybill.port.SkippedEntry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run did, or in a dry run would do.
///
/// @param direction which way
/// @param run the run's name, as [SyncedObject#run] has it
/// @param dryRun whether nothing was changed
/// @param end how it ended
/// @param planned what was decided on, by reason; what [Reason#TARGET_MOVED] tells of is counted twice, also
///     as what it was to be
/// @param done what of it was done, by reason
/// @param moved objects and bytes transferred
/// @param resumption what of it earlier runs had moved, and what the next run can go on with
/// @param deletes whether deletes were done
/// @param conflictCount how many conflicts there were
/// @param conflicts the first [#LISTED] of them
/// @param failureCount how many items failed
/// @param failures the first [#LISTED] of them
/// @param skipped what the source's listing met that is not an object with a key, by reason
/// @param skippedAtTarget the same of the target's listing
/// @param duration from begin to end
public record SyncReport(
        SyncDirection direction,
        String run,
        boolean dryRun,
        RunEnd end,
        Map<Reason, Tally> planned,
        Map<Reason, Tally> done,
        Tally moved,
        Resumption resumption,
        DeleteOutcome deletes,
        long conflictCount,
        List<SyncAction.Conflict> conflicts,
        long failureCount,
        List<SyncFailure> failures,
        Map<SkippedEntry.Reason, Long> skipped,
        Map<SkippedEntry.Reason, Long> skippedAtTarget,
        Duration duration) {

    /// How many conflicts and failures are kept one by one.
    public static final int LISTED = 1000;

    /// Copies what it is given; the maps keep the order of the reasons.
    public SyncReport {
        planned = inOrder(planned);
        done = inOrder(done);
        conflicts = List.copyOf(conflicts);
        failures = List.copyOf(failures);
        skipped = inOrder(skipped);
        skippedAtTarget = inOrder(skippedAtTarget);
    }

    /// What was decided on for `reason`.
    public Tally planned(Reason reason) {
        return planned.getOrDefault(reason, Tally.NONE);
    }

    /// What was done for `reason`.
    public Tally done(Reason reason) {
        return done.getOrDefault(reason, Tally.NONE);
    }

    /// Whether all that was asked for was done: no conflict, no failure, no delete held back.
    public boolean isClean() {
        return end instanceof RunEnd.Completed
                && conflictCount == 0
                && failureCount == 0
                && !(deletes instanceof DeleteOutcome.Withheld);
    }

    private static <K extends Enum<K>, V> Map<K, V> inOrder(Map<K, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
