package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.PlanScene.Lines;
import dev.waybill.domain.sync.plan.PlanFile;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.TreeEdit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What holds of the plans of every tree and every edit, as questions about one of them.
///
/// @param opener opens the stores of each question, twice
/// @param seed what edits are drawn by
public record PlanProperties(CaseStores.Opener opener, long seed) {
    private static final int PART_BYTES = 1024;
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    /// Two pairs of stores in one state: a plan is applied to the one, and the other is synced directly.
    private final class Twins implements AutoCloseable {
        final SyncScene planned;
        final SyncScene direct;
        private final SyncDirection direction;
        private final List<CaseStores> opened = new ArrayList<>();

        @SuppressWarnings("MustBeClosedChecker") // Closed with the twins.
        Twins(SyncDirection direction) {
            this.direction = direction;
            planned = scene();
            direct = scene();
        }

        @SuppressWarnings("MustBeClosedChecker") // The stores of a case are closed with it, not with the scene.
        private SyncScene scene() {
            CaseStores stores = opener.open(seed);
            opened.add(stores);
            return new SyncScene(stores.local(), stores.remote());
        }

        private IObjectStorageAdapter source(SyncScene scene) {
            return direction == SyncDirection.PUSH ? scene.local : scene.remote;
        }

        private IObjectStorageAdapter target(SyncScene scene) {
            return direction == SyncDirection.PUSH ? scene.remote : scene.local;
        }

        void edit(boolean atSource, ObjectTree before, ObjectTree after) {
            for (SyncScene scene : List.of(planned, direct)) {
                after.writeTo(atSource ? source(scene) : target(scene), before);
                scene.clock.advance(Duration.ofHours(1));
            }
        }

        SyncReport run(SyncScene scene) {
            scene.clock.advance(Duration.ofHours(1));
            return direction == SyncDirection.PUSH ? scene.push(DELETING) : scene.pull(DELETING);
        }

        Lines plan() {
            return new PlanScene(planned).plan(direction, DELETING);
        }

        SyncReport apply(Lines plan) {
            return new PlanScene(planned).apply(plan, true);
        }

        /// Whether both pairs hold the same, have the same noted as synced, and find the same to do.
        boolean areAlike() {
            return contents(planned.local).equals(contents(direct.local))
                    && contents(planned.remote).equals(contents(direct.remote))
                    && planned.base().keySet().equals(direct.base().keySet())
                    && run(planned).planned().equals(run(direct).planned());
        }

        @Override
        public void close() {
            opened.forEach(CaseStores::close);
        }
    }

    private SyncDirection direction() {
        return seed % 2 == 0 ? SyncDirection.PULL : SyncDirection.PUSH;
    }

    /// I5: a plan applied is a run, and applied again it is nothing.
    public boolean appliesLikeARun(SyncDirection direction, List<TreeEdit> grown) {
        try (var twins = new Twins(direction)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            twins.edit(true, ObjectTree.EMPTY, tree);
            boolean first = appliedTwice(twins);
            ObjectTree here = tree.after(RandomTree.edit(seed, tree, 12, PART_BYTES));
            ObjectTree there = tree.after(RandomTree.edit(seed + 1000, tree, 6, PART_BYTES));
            twins.edit(true, tree, here);
            twins.edit(false, tree, there);
            return first && appliedTwice(twins) && twins.areAlike();
        }
    }

    private static boolean appliedTwice(Twins twins) {
        Lines plan = twins.plan();
        SyncReport applied = twins.apply(plan);
        SyncReport direct = twins.run(twins.direct);
        long writes = writes(twins.planned);
        SyncReport again = twins.apply(plan);
        return applied.done().equals(direct.done())
                && applied.failureCount() == 0
                && applied.conflictCount() == 0
                && again.isClean()
                && again.done().keySet().stream().allMatch(Reason.UNCHANGED::equals)
                && writes(twins.planned) == writes;
    }

    private static long writes(SyncScene scene) {
        return List.of(scene.local, scene.remote).stream()
                .mapToLong(store -> store.calls(Operation.PUT)
                        + store.calls(Operation.COMPLETE)
                        + store.calls(Operation.DELETE)
                        + store.calls(Operation.DELETE_ALL))
                .sum();
    }

    /// Only what moved since is refused, and nothing of it is overwritten.
    public boolean refusesWhatMoved(List<TreeEdit> grown) {
        try (var twins = new Twins(direction())) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            twins.edit(true, ObjectTree.EMPTY, tree);
            SyncReport unused = twins.run(twins.planned);
            twins.edit(true, tree, tree.after(RandomTree.edit(seed, tree, 15, PART_BYTES)));
            Lines plan = twins.plan();
            twins.planned.clock.advance(Duration.ofHours(1));
            Map<String, SyncAction> steps = steps(plan);
            Set<String> moved = move(new Random(seed), steps, twins);
            Map<String, String> source = contents(twins.source(twins.planned));
            Map<String, String> target = contents(twins.target(twins.planned));

            SyncReport report = twins.apply(plan);
            Map<String, String> after = contents(twins.target(twins.planned));
            var refused = new TreeSet<String>();
            report.conflicts().forEach(conflict -> refused.add(conflict.key().value()));
            boolean kept = moved.stream().allMatch(key -> Objects.equals(target.get(key), after.get(key)));
            boolean told = moved.stream()
                    .allMatch(key -> refused.contains(key) || steps.get(key) instanceof SyncAction.Delete);
            boolean restDone = steps.entrySet().stream()
                    .filter(step -> step.getValue() instanceof SyncAction.Transfer && !moved.contains(step.getKey()))
                    .allMatch(step -> Objects.equals(source.get(step.getKey()), after.get(step.getKey())));
            return report.failureCount() == 0 && moved.containsAll(refused) && kept && told && restDone;
        }
    }

    private static Map<String, SyncAction> steps(Lines plan) {
        var steps = new TreeMap<String, SyncAction>();
        try (var read = PlanFile.of(plan).steps()) {
            read.forEach(step -> steps.put(step.action().key().value(), step.action()));
        }
        return steps;
    }

    /// Edits the source or the target at some of the keys that the plan is about; those where that changed
    /// anything.
    private static Set<String> move(Random random, Map<String, SyncAction> steps, Twins twins) {
        var moved = new HashSet<String>();
        for (String key : steps.keySet()) {
            if (random.nextInt(3) != 0) {
                continue;
            }
            IObjectStorageAdapter store =
                    random.nextBoolean() ? twins.source(twins.planned) : twins.target(twins.planned);
            ObjectKey name = ObjectKey.of(key);
            if (random.nextInt(4) != 0) {
                store.put(name, ObjectSource.of(TestSources.bytes(50, random.nextInt())), PutOptions.DEFAULT);
                moved.add(key);
            } else if (store.stat(name).isPresent()) {
                store.delete(name, DeleteOptions.ANY);
                moved.add(key);
            }
        }
        return moved;
    }

    /// Random parts applied at the same time are the whole.
    public boolean partsAreTheWhole(List<TreeEdit> grown) {
        var random = new Random(seed);
        try (var twins = new Twins(direction())) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            twins.edit(true, ObjectTree.EMPTY, tree);
            List.of(twins.planned, twins.direct)
                    .forEach(
                            scene -> assertThat(twins.run(scene).failureCount()).isZero());
            twins.edit(true, tree, tree.after(RandomTree.edit(seed, tree, 15, PART_BYTES)));
            Lines plan = twins.plan();
            List<Lines> parts = plan.split(random, 2 + random.nextInt(4));
            // The transfers, then the deletes, then what waited for those of other parts.
            boolean first = applyTogether(twins, plan, parts).stream().allMatch(PlanProperties::atMostWaits);
            boolean second = applyTogether(twins, plan, parts).stream().allMatch(PlanProperties::atMostWaits);
            boolean third = applyTogether(twins, plan, parts).stream().allMatch(SyncReport::isClean);
            boolean direct = twins.run(twins.direct).failureCount() == 0;
            return first && second && third && direct && twins.areAlike();
        }
    }

    private static boolean atMostWaits(SyncReport report) {
        return report.failureCount() == 0
                && report.conflicts().stream().allMatch(conflict -> conflict.reason() == Reason.IN_THE_WAY);
    }

    private static List<SyncReport> applyTogether(Twins twins, Lines plan, List<Lines> parts) {
        try {
            return new PlanScene(twins.planned).applyTogether(plan, parts, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
