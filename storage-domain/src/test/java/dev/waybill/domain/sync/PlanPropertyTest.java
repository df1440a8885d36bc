package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.PlanScene.Lines;
import dev.waybill.domain.sync.plan.PlanFile;
import dev.waybill.port.Capabilities;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.TreeEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of the plans of every tree and every edit: I5. A failure tells its seed and the smallest edits.
class PlanPropertyTest {
    private static final int PART_BYTES = 1024;
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    private static void holds(long seed, List<TreeEdit> edits, Predicate<List<TreeEdit>> property) {
        if (!property.test(edits)) {
            throw new AssertionError(
                    "seed " + seed + " fails with " + RandomTree.smallest(edits, some -> !property.test(some)));
        }
    }

    /// Two pairs of stores in one state: a plan is applied to the one, and the other is synced directly.
    private final class Twins implements AutoCloseable {
        final SyncScene planned;
        final SyncScene direct;
        private final SyncDirection direction;

        @SuppressWarnings("MustBeClosedChecker") // Closed with the twins.
        Twins(long seed, SyncDirection direction) {
            this.direction = direction;
            planned = scene(seed);
            direct = scene(seed);
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
            planned.close();
            direct.close();
        }
    }

    /// Every fourth between two folders, every third of the others with a remote that can do the least.
    @SuppressWarnings("MustBeClosedChecker") // Whoever asks for the scene closes it, and it its stores.
    private SyncScene scene(long seed) {
        var clock = new ManualClock(SyncScene.NOON);
        if (seed % 4 == 0) {
            try {
                Path here = Files.createTempDirectory(folder, "local");
                Path there = Files.createTempDirectory(folder, "remote");
                return new SyncScene(SyncScene.folder(here, clock), SyncScene.folder(there, clock));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Capabilities can = seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
        return new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock, can));
    }

    private static SyncDirection direction(long seed) {
        return seed % 2 == 0 ? SyncDirection.PULL : SyncDirection.PUSH;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_plan_applied_is_a_run_and_applied_again_it_is_nothing(long seed) {
        for (SyncDirection direction : SyncDirection.values()) {
            holds(seed, RandomTree.grow(seed, 30, PART_BYTES), edits -> appliesLikeARun(seed, direction, edits));
        }
    }

    private boolean appliesLikeARun(long seed, SyncDirection direction, List<TreeEdit> grown) {
        try (var twins = new Twins(seed, direction)) {
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

    @ParameterizedTest
    @MethodSource("seeds")
    void only_what_moved_since_is_refused_and_nothing_of_it_is_overwritten(long seed) {
        holds(seed, RandomTree.grow(seed, 30, PART_BYTES), edits -> refusesWhatMoved(seed, edits));
    }

    private boolean refusesWhatMoved(long seed, List<TreeEdit> grown) {
        SyncDirection direction = direction(seed);
        try (var twins = new Twins(seed, direction)) {
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

    @ParameterizedTest
    @MethodSource("seeds")
    void random_parts_applied_at_the_same_time_are_the_whole(long seed) {
        holds(seed, RandomTree.grow(seed, 30, PART_BYTES), edits -> partsAreTheWhole(seed, edits));
    }

    private boolean partsAreTheWhole(long seed, List<TreeEdit> grown) {
        var random = new Random(seed);
        try (var twins = new Twins(seed, direction(seed))) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            twins.edit(true, ObjectTree.EMPTY, tree);
            List.of(twins.planned, twins.direct)
                    .forEach(
                            scene -> assertThat(twins.run(scene).failureCount()).isZero());
            twins.edit(true, tree, tree.after(RandomTree.edit(seed, tree, 15, PART_BYTES)));
            Lines plan = twins.plan();
            List<Lines> parts = plan.split(random, 2 + random.nextInt(4));
            List<SyncReport> first = applyTogether(twins, plan, parts);
            List<SyncReport> second = applyTogether(twins, plan, parts);
            SyncReport direct = twins.run(twins.direct);
            return first.stream().allMatch(report -> report.failureCount() == 0 && report.conflictCount() == 0)
                    && second.stream().allMatch(SyncReport::isClean)
                    && direct.failureCount() == 0
                    && twins.areAlike();
        }
    }

    private static List<SyncReport> applyTogether(Twins twins, Lines plan, List<Lines> parts) {
        try {
            return new PlanScene(twins.planned).applyTogether(plan, parts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
