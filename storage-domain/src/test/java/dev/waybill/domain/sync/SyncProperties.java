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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What holds of every tree, every edit and every fault, as questions about one of them.
///
/// @param seed what edits and faults are drawn by
/// @param partBytes how large contents are that go in parts
/// @param edits how many edits follow the first
record SyncProperties(long seed, int partBytes, int edits) {
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    private Capabilities capabilities() {
        return seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
    }

    private static Map<String, String> contents(IObjectStorageAdapter store) {
        return SyncScene.contents(store);
    }

    /// I1, I2, I5 and I9: a push makes the target what the source is, and a pull elsewhere makes it again.
    boolean pushedAndPulled(List<TreeEdit> grown) {
        Clock clock = Clock.systemUTC();
        try (var local = new InMemoryAdapter(clock);
                var remote = new InMemoryAdapter(clock, capabilities());
                var empty = new InMemoryAdapter(clock);
                SyncScene scene = new SyncScene(local, remote);
                SyncScene back = new SyncScene(empty, remote)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(local, ObjectTree.EMPTY);
            boolean pushed = pushesLikeItsPlan(scene) && isSynced(scene);
            ObjectTree edited = tree.after(RandomTree.edit(seed, tree, edits, partBytes));
            edited.writeTo(local, tree);
            boolean again = pushesLikeItsPlan(scene) && isSynced(scene);
            boolean pulled = back.pull(DELETING).isClean() && isSynced(back);
            boolean times =
                    capabilities().modifiedPrecision().isEmpty() || times(empty).equals(times(local));
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
    boolean survivesFaults(List<TreeEdit> grown) {
        Clock clock = Clock.systemUTC();
        try (var local = new InMemoryAdapter(clock);
                var remote = new InMemoryAdapter(clock, capabilities());
                SyncScene scene = new SyncScene(local, remote)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(local, ObjectTree.EMPTY);
            scene.push(DELETING);
            ObjectTree edited = tree.after(RandomTree.edit(seed, tree, edits, partBytes));
            edited.writeTo(local, tree);
            Map<String, String> before = contents(remote);
            spoil(new Random(seed), scene);
            SyncReport faulty = scene.push(DELETING);
            Map<String, String> after = contents(remote);
            boolean whole = isOldOrNew(before, contents(local), after);
            boolean kept = keptWhereItFailed(faulty, before.keySet(), after.keySet());
            scene.local.heal();
            scene.remote.heal();
            scene.push(DELETING.withConflicts(ConflictPolicy.SOURCE_WINS));
            return whole && kept && isSynced(scene);
        }
    }

    /// Only deletes whose own answers were lost may have removed something in a run in which anything failed.
    private static boolean keptWhereItFailed(SyncReport faulty, Set<String> before, Set<String> after) {
        Set<String> failed =
                faulty.failures().stream().map(failure -> failure.key().value()).collect(Collectors.toSet());
        return faulty.failureCount() == 0
                || faulty.done(Reason.DELETED).objects() > 0
                || before.stream().allMatch(key -> after.contains(key) || failed.contains(key));
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
    boolean losesNoEdit(List<TreeEdit> grown) {
        Clock clock = Clock.systemUTC();
        try (var local = new InMemoryAdapter(clock);
                var remote = new InMemoryAdapter(clock, capabilities());
                SyncScene scene = new SyncScene(local, remote)) {
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(local, ObjectTree.EMPTY);
            scene.push(DELETING);
            ObjectTree here = tree.after(RandomTree.edit(seed, tree, edits, partBytes));
            ObjectTree there = tree.after(RandomTree.edit(seed + 1000, tree, edits, partBytes));
            here.writeTo(local, tree);
            there.writeTo(remote, tree);
            // A side with nothing left on it is taken to be lost, and restored.
            if (contents(local).isEmpty() || contents(remote).isEmpty()) {
                return true;
            }
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
