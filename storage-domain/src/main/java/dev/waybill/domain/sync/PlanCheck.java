package dev.waybill.domain.sync;

import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;

/// Reads a plan to its end before anything is changed, and refuses it if a step of it breaks a rule. Memory
/// does not grow with the number of steps.
final class PlanCheck {
    private final Plan plan;
    private final PlanHeader header;
    private final SyncFilter filter;
    private final IObjectStorageAdapter store;
    private final Capabilities target;
    private PlanCounts counts = PlanCounts.NONE;

    private PlanCheck(Plan plan, IObjectStorageAdapter target) {
        this.plan = plan;
        this.header = plan.header();
        this.filter = new SyncFilter(header.options(), FolderRules.NONE);
        this.store = target;
        this.target = target.capabilities();
    }

    /// How many steps of each kind `plan` has.
    ///
    /// @throws SyncRefused.BadPlan naming the line and the rule that it breaks
    static PlanCounts of(Plan plan, IObjectStorageAdapter target) {
        return new PlanCheck(plan, target).run();
    }

    private PlanCounts run() {
        try (var keys = ExternalSort.ofObjects();
                Stream<PlanStep> steps = plan.steps()) {
            for (Iterator<PlanStep> each = steps.iterator(); each.hasNext(); ) {
                PlanStep step = each.next();
                requireAllowed(step);
                keys.add(ObjectMetadata.of(step.action().key(), step.line(), Instant.EPOCH));
            }
            requireKeysOnce(keys.sorted());
        }
        requireCounts();
        return counts;
    }

    private void requireAllowed(PlanStep step) {
        ObjectKey key = step.action().key();
        if (!header.options().scope().covers(key) || !filter.passes(key)) {
            throw broken(step, key + " is not among what the plan is about, by its scope and patterns");
        }
        if (step.action() instanceof SyncAction.Transfer) {
            step.as().ifPresent(name -> requireNamed(step, name));
            requireFits(step);
        }
        try {
            counts = counts.plus(step);
        } catch (ArithmeticException e) {
            throw broken(step, "the sizes add up to more than " + Long.MAX_VALUE + " bytes");
        }
        if (!counts.isPartOf(header.counts())) {
            throw broken(step, "with it there are more steps or bytes of its kind than the head of the plan says");
        }
    }

    /// The target knows the name from then on.
    private void requireNamed(PlanStep step, ObjectKey name) {
        boolean isIts = store instanceof RenamedStore renamed
                && renamed.isNameOf(name, step.action().key());
        if (!isIts) {
            throw broken(
                    step, name + " is no name that stands for " + step.action().key());
        }
    }

    private void requireFits(PlanStep step) {
        String key = step.action().key().value();
        if (key.getBytes(StandardCharsets.UTF_8).length > target.maxKeyBytes()) {
            throw broken(step, "the key is longer than the target takes, " + target.maxKeyBytes() + " bytes");
        }
        if (step.action() instanceof SyncAction.Transfer transfer
                && transfer.target().isEmpty()
                && !TargetFit.canHold(target, transfer.key())) {
            throw broken(
                    step,
                    "the target cannot hold the name: "
                            + target.names().violation(transfer.key()).orElse("it is too long"));
        }
        if (step.action().size() > target.maxObjectBytes()) {
            throw broken(step, "the object is larger than the target takes, " + target.maxObjectBytes() + " bytes");
        }
    }

    private void requireKeysOnce(Iterator<ObjectMetadata> sorted) {
        ObjectMetadata before = null;
        while (sorted.hasNext()) {
            ObjectMetadata key = sorted.next();
            if (before != null && before.key().equals(key.key())) {
                long first = Math.min(before.size(), key.size());
                long second = Math.max(before.size(), key.size());
                throw new SyncRefused.BadPlan(plan.name(), second, key.key() + " has a step already, in line " + first);
            }
            before = key;
        }
    }

    private void requireCounts() {
        if (plan.whole().isEmpty() && !counts.equals(header.counts())) {
            throw new SyncRefused.BadPlan(
                    plan.name(),
                    "it has " + counts.steps() + " steps, or other sizes, where its head says "
                            + header.counts().steps() + "; to apply a part of a plan, name the whole one as well");
        }
    }

    private SyncRefused.BadPlan broken(PlanStep step, String rule) {
        return new SyncRefused.BadPlan(plan.name(), step.line(), rule);
    }
}
