package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Answer;
import dev.waybill.domain.sync.Step.NeedsContent;
import dev.waybill.domain.sync.Step.Question;
import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// Tells whether what a step of a plan asks for is there already, since the plan, or a part of it, was applied
/// before. Any number of threads may call it.
final class EndState {
    private final SyncEnds ends;
    private final PlanHeader plan;
    private final SyncBase base;
    private final ContentComparer contents;

    EndState(SyncEnds ends, PlanHeader plan, SyncBase base, ChecksumSources known) {
        this.ends = ends;
        this.plan = plan;
        this.base = base;
        this.contents = new StoreContents(
                ends.local(),
                ends.remote(),
                plan.options().compare(),
                StoreTraits.commonPrecision(ends.local(), ends.remote()),
                known);
    }

    /// Whether it was noted, since the plan was made, that the version to be moved is synced.
    ///
    /// What was noted before proves nothing: that version may have been synced once and be lost at the target by
    /// now.
    boolean wasNoted(SyncAction.Transfer transfer) {
        return noted(transfer).isPresent();
    }

    private Optional<SyncedObject> noted(SyncAction.Transfer transfer) {
        return base.entry(transfer.key())
                .filter(entry -> entry.syncedAt().isAfter(plan.begin())
                        && entry.size() == transfer.size()
                        && ends.source(entry).equals(SyncedVersion.of(transfer.source())));
    }

    /// Whether the transfer was done before, and the target still is as it left it.
    boolean isDone(SyncAction.Transfer transfer) {
        Optional<SyncedObject> noted = noted(transfer);
        return noted.isPresent()
                && ends.target()
                        .stat(transfer.key())
                        .filter(now ->
                                now.size() == transfer.size() && SyncPlanner.isAsSynced(now, ends.target(noted.get())))
                        .isPresent();
    }

    /// What the two sides are now.
    ///
    /// @param checksum of their content, where it became known
    record Alike(ObjectMetadata source, ObjectMetadata target, Optional<Checksum> checksum) {}

    /// Both sides, if the source still is the version to be moved and the target has its content: as far as it is
    /// needed, by comparing contents.
    Optional<Alike> alike(SyncAction.Transfer transfer) {
        Optional<ObjectMetadata> there = target(transfer.key()).filter(now -> now.size() == transfer.size());
        if (there.isEmpty() || !isStill(transfer.source(), source(transfer.key()))) {
            return Optional.empty();
        }
        ObjectMetadata source = transfer.source();
        ObjectMetadata target = there.get();
        var triple = new Triple(
                transfer.key(),
                Optional.of(ends.local(source, target)),
                Optional.of(ends.remote(source, target)),
                Optional.empty());
        Answer answer = contents.answer(new NeedsContent(
                triple, SideState.CHANGED, SideState.CHANGED, Question.SIDES_ARE_ALIKE_OR_CONFLICT, Optional.empty()));
        return answer.likeness() == Likeness.ALIKE
                ? Optional.of(new Alike(source, target, answer.checksum()))
                : Optional.empty();
    }

    /// Whether exactly this was noted, since the plan was made.
    boolean isDone(SyncAction.Adopt adopt) {
        return base.entry(adopt.key())
                .filter(entry -> !entry.syncedAt().isBefore(plan.begin())
                        && entry.local().equals(SyncedVersion.of(adopt.local()))
                        && entry.remote().equals(SyncedVersion.of(adopt.remote()))
                        && entry.checksum().equals(adopt.checksum()))
                .isPresent();
    }

    /// Whether nothing is noted of `key`.
    boolean isForgotten(ObjectKey key) {
        return base.entry(key).isEmpty();
    }

    /// What the source has at `key` now.
    Optional<ObjectMetadata> source(ObjectKey key) {
        return ends.source().stat(key);
    }

    /// What the target has at `key` now.
    Optional<ObjectMetadata> target(ObjectKey key) {
        return ends.target().stat(key);
    }

    /// Whether `now` is the version that was planned with.
    static boolean isStill(ObjectMetadata planned, Optional<ObjectMetadata> now) {
        return now.filter(version -> ListedVersion.isStill(planned, version)).isPresent();
    }
}
