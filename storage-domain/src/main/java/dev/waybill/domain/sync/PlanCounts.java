package dev.waybill.domain.sync;

/// How many steps a plan has.
///
/// @param transfers objects and bytes to be moved before the deletes
/// @param deletes objects to be deleted
/// @param late objects and bytes to be moved after the deletes, since something is in their way
/// @param adopts objects that are only noted as synced
/// @param forgets objects that are no longer noted as synced
public record PlanCounts(Tally transfers, Tally deletes, Tally late, Tally adopts, Tally forgets) {
    /// No steps.
    public static final PlanCounts NONE = new PlanCounts(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE);

    /// The same and this step.
    ///
    /// @throws ArithmeticException if the bytes are more than a `long` holds
    public PlanCounts plus(PlanStep step) {
        long size = step.action().size();
        return switch (step.action()) {
            case SyncAction.Transfer transfer
            when step.late() -> new PlanCounts(transfers, deletes, late.plusExactly(size), adopts, forgets);
            case SyncAction.Transfer transfer ->
                new PlanCounts(transfers.plusExactly(size), deletes, late, adopts, forgets);
            case SyncAction.Delete delete ->
                new PlanCounts(transfers, deletes.plusExactly(size), late, adopts, forgets);
            case SyncAction.Adopt adopt -> new PlanCounts(transfers, deletes, late, adopts.plusExactly(size), forgets);
            case SyncAction.Forget forget ->
                new PlanCounts(transfers, deletes, late, adopts, forgets.plusExactly(size));
            case SyncAction.Conflict conflict -> this;
            case SyncAction.LeftAlone left -> this;
            case SyncAction.Unchanged unchanged -> this;
            case SyncAction.Refused refused -> this;
        };
    }

    /// How many steps there are.
    public long steps() {
        return transfers.objects() + deletes.objects() + late.objects() + adopts.objects() + forgets.objects();
    }

    /// Whether every count is at most that of `whole`.
    boolean isPartOf(PlanCounts whole) {
        return isPartOf(transfers, whole.transfers)
                && isPartOf(deletes, whole.deletes)
                && isPartOf(late, whole.late)
                && isPartOf(adopts, whole.adopts)
                && isPartOf(forgets, whole.forgets);
    }

    private static boolean isPartOf(Tally part, Tally whole) {
        return part.objects() <= whole.objects() && part.bytes() <= whole.bytes();
    }
}
