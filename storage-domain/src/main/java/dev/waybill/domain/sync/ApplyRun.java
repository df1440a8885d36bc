package dev.waybill.domain.sync;

import dev.waybill.domain.sync.DeleteOutcome.Why;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The applying of one plan, or a part of one, from its check to its report. To be run once.
final class ApplyRun {
    private final SyncEnds ends;
    private final Plan plan;
    private final PlanHeader header;
    private final boolean forceDelete;
    private final int atOnce;
    private final Clock clock;
    private final RunName name;
    private final Instant begin;
    private final Changes changes;
    private final RunLedger ledger;
    private final Transfers transfers;
    private final Optional<RunJournal> journal;
    private final EndState state;
    private final BaseWriter writer;
    private final BaseWriter adopted;
    private final StepRunner steps;
    private final Crashes crashes = new Crashes();
    private final PlanCounts counts;
    private DeleteOutcome deletes = new DeleteOutcome.NotAsked();

    /// @param run what the applying is in the history
    /// @param journal where transfers in parts are written down; empty if another process may do the same steps
    /// @param counts what the plan has, which was checked
    /// @param forceDelete whether to delete also what looks like an accident
    /// @param atOnce how many steps to do at a time
    /// @param changes sees all that is changed
    ApplyRun(
            RecordedRun run,
            ChecksumSources known,
            Plan plan,
            PlanCounts counts,
            boolean forceDelete,
            int atOnce,
            Optional<RunJournal> journal,
            Changes changes) {
        SyncBase base = run.base();
        this.ends = run.ends();
        this.plan = plan;
        this.counts = counts;
        this.header = plan.header();
        this.forceDelete = forceDelete;
        this.atOnce = atOnce;
        this.clock = run.clock();
        this.begin = run.begin();
        this.name = run.name();
        this.changes = changes;
        this.ledger = new RunLedger(ends.direction(), changes);
        this.journal = journal;
        TransferEngine mover = journal.map(written -> run.engine().journalling(written, run.clock()))
                .orElse(run.engine());
        this.transfers = new Transfers(ends, ledger, mover, changes);
        this.state = new EndState(ends, header, base, known);
        this.writer = new BaseWriter(base, name.value(), begin, clock);
        // What was compared when the plan was made may have been edited right after it.
        this.adopted =
                new BaseWriter(base, name.value(), header.begin().isBefore(begin) ? header.begin() : begin, clock);
        this.steps = new StepRunner(ends, state, ledger, transfers, writer, adopted);
    }

    SyncReport run() {
        try {
            apply();
        } finally {
            flush();
        }
        crashes.rethrow();
        journal.ifPresent(written -> ledger.resumable(written.resumable()));
        return ledger.report(name.value(), false, deletes, Duration.between(begin, clock.instant()));
    }

    private void flush() {
        try {
            writer.flush();
        } finally {
            adopted.flush();
        }
    }

    private void apply() {
        try (var tasks = Tasks.collecting(atOnce)) {
            submit(tasks, step -> !step.late() && !(step.action() instanceof SyncAction.Delete));
            tasks.join();
            deletes = judge();
            if (deletes instanceof DeleteOutcome.Withheld) {
                leaveInTheWay();
            } else {
                delete(tasks);
                submit(tasks, PlanStep::late);
            }
            ledger.tell(new SyncEvent.PlanComplete());
            tasks.join();
        } catch (InterruptedException e) {
            ledger.end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
        }
    }

    private boolean goesOn() {
        return ledger.goesOn() && crashes.isEmpty();
    }

    private void submit(Tasks tasks, Predicate<PlanStep> which) throws InterruptedException {
        try (Stream<PlanStep> all = plan.steps()) {
            for (Iterator<PlanStep> each = all.iterator(); each.hasNext() && goesOn(); ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                PlanStep step = each.next();
                if (which.test(step)) {
                    tasks.submit(crashes.watched(() -> steps.run(step)));
                }
            }
        }
    }

    /// Whether the deletes may be done, now that the transfers are over.
    private DeleteOutcome judge() {
        long due = counts.deletes().objects();
        DeleteOutcome verdict = header.verdict(forceDelete);
        if (due == 0) {
            return verdict instanceof DeleteOutcome.NotAsked ? verdict : new DeleteOutcome.Ran();
        }
        if (ledger.isTroubled() || steps.hasRefusedTransfers() || !crashes.isEmpty()) {
            return withheld(
                    Why.FAILURES, "not every transfer was done; what is missing at the target may be what is to go");
        }
        if (verdict instanceof DeleteOutcome.Ran && plan.whole().isPresent()) {
            flush();
            long missing = missing(plan.whole().get());
            return missing == 0
                    ? verdict
                    : withheld(
                            Why.PARTS_MISSING,
                            "nothing shows that " + missing + " transfers of the other parts are done; apply this part"
                                    + " again after them");
        }
        return verdict;
    }

    private DeleteOutcome withheld(Why why, String text) {
        return new DeleteFigures(
                        counts.deletes().objects(),
                        header.deletes().syncedAtSource(),
                        header.deletes().syncedAtTarget())
                .withheld(why, text);
    }

    /// How many transfers of the whole plan are not noted as done.
    private long missing(Plan whole) {
        PlanCounts found = PlanCounts.NONE;
        long missing = 0;
        try (Stream<PlanStep> all = whole.steps()) {
            for (Iterator<PlanStep> each = all.iterator(); each.hasNext(); ) {
                PlanStep step = each.next();
                found = found.plus(step);
                if (step.action() instanceof SyncAction.Transfer transfer
                        && !step.late()
                        && !state.wasNoted(transfer)) {
                    missing++;
                }
            }
        }
        return missing
                + Math.max(
                        0,
                        header.counts().transfers().objects()
                                - found.transfers().objects());
    }

    private void delete(Tasks tasks) throws InterruptedException {
        if (counts.deletes().objects() == 0) {
            return;
        }
        try (var due = new PlannedDeletes(ends, state, ledger, transfers, steps, changes, writer);
                Stream<PlanStep> all = plan.steps()) {
            due.run(all, work -> tasks.submit(crashes.watched(work)), tasks::join);
        }
    }

    private void leaveInTheWay() {
        if (counts.late().objects() == 0) {
            return;
        }
        try (Stream<PlanStep> all = plan.steps()) {
            all.filter(PlanStep::late)
                    .map(step -> (SyncAction.Transfer) step.action())
                    .forEach(transfers::inTheWay);
        }
    }
}
