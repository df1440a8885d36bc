package dev.waybill.domain.sync;

import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TreeEdit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every tree, every edit and every fault. A failure tells its seed and the smallest edits.
class SyncPropertyTest {
    private static final int PART_BYTES = 1024;
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    private static void holds(long seed, List<TreeEdit> edits, Predicate<List<TreeEdit>> property) {
        if (!property.test(edits)) {
            throw new AssertionError(
                    "seed " + seed + " fails with " + RandomTree.smallest(edits, some -> !property.test(some)));
        }
    }

    private static Capabilities capabilities(long seed) {
        return seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
    }

    private static Map<String, String> contents(IObjectStorageAdapter store) {
        return SyncScene.contents(store);
    }

    /// I1, I2, I5 and I9.
    @ParameterizedTest
    @MethodSource("seeds")
    void a_push_makes_the_target_what_the_source_is_and_a_pull_elsewhere_makes_it_again(long seed) {
        holds(seed, RandomTree.grow(seed, 40, PART_BYTES), edits -> pushedAndPulled(seed, edits));
    }

    private static boolean pushedAndPulled(long seed, List<TreeEdit> grown) {
        Clock clock = Clock.systemUTC();
        try (var local = new InMemoryAdapter(clock);
                var remote = new InMemoryAdapter(clock, capabilities(seed));
                var empty = new InMemoryAdapter(clock);
                SyncScene scene = new SyncScene(local, remote);
                SyncScene back = new SyncScene(empty, remote)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(local, ObjectTree.EMPTY);
            boolean pushed = pushesLikeItsPlan(scene) && isSynced(scene);
            ObjectTree edited = tree.after(RandomTree.edit(seed, tree, 15, PART_BYTES));
            edited.writeTo(local, tree);
            boolean again = pushesLikeItsPlan(scene) && isSynced(scene);
            boolean pulled = back.pull(DELETING).isClean() && isSynced(back);
            boolean times = capabilities(seed).modifiedPrecision().isEmpty()
                    || times(empty).equals(times(local));
            return pushed && again && pulled && times;
        }
    }

    private static boolean pushesLikeItsPlan(SyncScene scene) {
        SyncReport dry = scene.push(DELETING.withDryRun(true));
        List<SyncAction> plan = scene.planned();
        SyncReport real = scene.push(DELETING);
        return real.isClean()
                && real.planned().equals(dry.planned())
                && Map.copyOf(counted(plan)).equals(counted(scene.planned()));
    }

    private static Map<SyncAction, Long> counted(List<SyncAction> actions) {
        return actions.stream().collect(Collectors.groupingBy(action -> action, Collectors.counting()));
    }

    /// Both sides hold the same, and another run finds nothing to do and calls nothing but listings.
    private static boolean isSynced(SyncScene scene) {
        boolean same = contents(scene.local).equals(contents(scene.remote));
        long puts = scene.local.calls(Operation.PUT) + scene.remote.calls(Operation.PUT);
        SyncReport next = scene.push(DELETING);
        boolean silent = puts == scene.local.calls(Operation.PUT) + scene.remote.calls(Operation.PUT);
        return same
                && silent
                && next.isClean()
                && next.planned().keySet().stream().allMatch(Reason.UNCHANGED::equals);
    }

    private static Map<ObjectKey, Instant> times(IObjectStorageAdapter store) {
        var times = new TreeMap<ObjectKey, Instant>();
        try (var listing = store.list(ListOptions.of(KeyPrefix.ALL))) {
            listing.forEach(
                    object -> times.put(object.key(), object.contentModified().orElseThrow()));
        }
        return times;
    }

    /// I3, I4 and I6: whatever goes wrong, the target holds whole objects, old or new; nothing is deleted in a run
    /// that failed; and the next run makes all of it right.
    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_the_target_holds_whole_objects_and_the_next_run_mends_it(long seed) {
        holds(seed, RandomTree.grow(seed, 30, PART_BYTES), edits -> survivesFaults(seed, edits));
    }

    private static boolean survivesFaults(long seed, List<TreeEdit> grown) {
        Clock clock = Clock.systemUTC();
        try (var local = new InMemoryAdapter(clock);
                var remote = new InMemoryAdapter(clock, capabilities(seed));
                SyncScene scene = new SyncScene(local, remote)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(local, ObjectTree.EMPTY);
            scene.push(DELETING);
            ObjectTree edited = tree.after(RandomTree.edit(seed, tree, 20, PART_BYTES));
            edited.writeTo(local, tree);
            Map<String, String> before = contents(remote);
            spoil(new Random(seed), scene);
            SyncReport faulty = scene.push(DELETING);
            Map<String, String> after = contents(remote);
            boolean whole = isOldOrNew(before, contents(local), after);
            boolean kept = faulty.failureCount() == 0
                    || faulty.done(Reason.DELETED).objects() > 0
                    || after.keySet().containsAll(before.keySet());
            scene.local.heal();
            scene.remote.heal();
            scene.push(DELETING.withConflicts(ConflictPolicy.SOURCE_WINS));
            return whole && kept && isSynced(scene);
        }
    }

    private static void spoil(Random random, SyncScene scene) {
        List<Operation> writes = List.of(
                Operation.PUT, Operation.PUT_PART, Operation.COMPLETE, Operation.OPEN_UPLOAD, Operation.DELETE_ALL);
        for (int i = 0; i < 4; i++) {
            Operation operation = writes.get(random.nextInt(writes.size()));
            Fault fault = random.nextBoolean() ? Fault.NOT_REACHED : Fault.ANSWER_LOST;
            scene.remote.fail(operation, scene.remote.calls(operation) + 1 + random.nextInt(6), fault);
        }
        FaultyAdapter source = scene.local;
        source.fail(Operation.GET, source.calls(Operation.GET) + 1 + random.nextInt(6), Fault.cutBodyAfter(100));
        if (random.nextInt(4) == 0) {
            source.failNext(Operation.LIST, Fault.cutListingAfter(random.nextInt(20)));
        }
    }

    private static boolean isOldOrNew(Map<String, String> old, Map<String, String> now, Map<String, String> found) {
        return found.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(old.get(entry.getKey()))
                        || entry.getValue().equals(now.get(entry.getKey())));
    }

    /// I10: with edits on both sides, a push and a pull lose no edit of either.
    @ParameterizedTest
    @MethodSource("seeds")
    void edits_on_both_sides_all_arrive_or_are_conflicts(long seed) {
        holds(seed, RandomTree.grow(seed, 30, PART_BYTES), edits -> losesNoEdit(seed, edits));
    }

    private static boolean losesNoEdit(long seed, List<TreeEdit> grown) {
        Clock clock = Clock.systemUTC();
        try (var local = new InMemoryAdapter(clock);
                var remote = new InMemoryAdapter(clock, capabilities(seed));
                SyncScene scene = new SyncScene(local, remote)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(local, ObjectTree.EMPTY);
            scene.push(DELETING);
            ObjectTree here = tree.after(RandomTree.edit(seed, tree, 10, PART_BYTES));
            ObjectTree there = tree.after(RandomTree.edit(seed + 1000, tree, 10, PART_BYTES));
            here.writeTo(local, tree);
            there.writeTo(remote, tree);
            scene.push(DELETING);
            scene.pull(DELETING);
            return allAsExpected(tree, here, there, contents(local), contents(remote));
        }
    }

    private static boolean allAsExpected(
            ObjectTree base, ObjectTree here, ObjectTree there, Map<String, String> local, Map<String, String> remote) {
        var keys = new HashMap<ObjectKey, Boolean>();
        List.of(base, here, there).forEach(tree -> tree.objects().keySet().forEach(key -> keys.put(key, true)));
        return keys.keySet().stream().allMatch(key -> {
            Optional<String> old = text(base, key);
            Optional<String> mine = text(here, key);
            Optional<String> theirs = text(there, key);
            Optional<String> endLocal = Optional.ofNullable(local.get(key.value()));
            Optional<String> endRemote = Optional.ofNullable(remote.get(key.value()));
            boolean editedHere =
                    !Objects.equals(base.objects().get(key), here.objects().get(key));
            boolean editedThere =
                    !Objects.equals(base.objects().get(key), there.objects().get(key));
            boolean hereWon = endLocal.equals(mine) && endRemote.equals(mine);
            boolean thereWon = endLocal.equals(theirs) && endRemote.equals(theirs);
            if (!editedHere || !editedThere || mine.equals(theirs)) {
                return editedHere ? hereWon : thereWon;
            }
            // Where a side has only another time, and its store cannot tell its content, either is right.
            boolean bothStayed = endLocal.equals(mine) && endRemote.equals(theirs);
            return bothStayed || (mine.equals(old) && thereWon) || (theirs.equals(old) && hereWon);
        });
    }

    private static Optional<String> text(ObjectTree tree, ObjectKey key) {
        return Optional.ofNullable(tree.objects().get(key))
                .map(content -> new String(content.bytes(), StandardCharsets.UTF_8));
    }
}
