package dev.waybill.domain.sync;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TreeEdit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What holds of every tree, every edit and every fault, as questions about one of them.
///
/// @param opener opens the stores of each question
/// @param seed what edits and faults are drawn by
/// @param partBytes how large contents are that go in parts
/// @param edits how many edits follow the first
@SuppressWarnings("MustBeClosedChecker") // The stores of a case are closed with it, not with the scenes made of them.
public record SyncProperties(CaseStores.Opener opener, long seed, int partBytes, int edits) {
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    /// All contents are old by then, so that the times of files are trusted.
    private static SyncScene scene(IObjectStorageAdapter local, IObjectStorageAdapter remote) {
        var scene = new SyncScene(local, remote);
        scene.clock.advance(Duration.ofDays(1000));
        return scene;
    }

    private static Map<String, String> contents(IObjectStorageAdapter store) {
        return SyncScene.contents(store, StandardCharsets.ISO_8859_1);
    }

    /// I1, I2, I5 and I9: a push makes the target what the source is, and a pull elsewhere makes it again.
    public boolean pushedAndPulled(List<TreeEdit> grown) {
        try (CaseStores stores = opener.open(seed)) {
            SyncScene scene = scene(stores.local(), stores.remote());
            SyncScene back = scene(stores.elsewhere(), stores.remote());
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(scene.local, ObjectTree.EMPTY);
            boolean pushed = scene.push(DELETING).isClean();
            ObjectTree edited = tree.after(RandomTree.edit(seed, tree, edits, partBytes));
            edited.writeTo(scene.local, tree);
            boolean again = pushesLikeItsPlan(scene) && isSynced(scene);
            boolean pulled = back.pull(DELETING).isClean() && isSynced(back);
            boolean times = stores.remote().capabilities().modifiedPrecision().isEmpty()
                    || hasTimes(stores.elsewhere(), tree, edited);
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

    /// Where only a time was edited, the old one is right, too: nothing moves for it.
    private static boolean hasTimes(IObjectStorageAdapter store, ObjectTree before, ObjectTree now) {
        try (var listing = store.list(ListOptions.of(KeyPrefix.ALL))) {
            return listing.allMatch(object -> {
                Optional<Instant> time = object.contentModified();
                boolean onlyTouched = text(before, object.key()).equals(text(now, object.key()));
                return time.equals(modified(now, object.key()))
                        || (onlyTouched && time.equals(modified(before, object.key())));
            });
        }
    }

    private static Optional<Instant> modified(ObjectTree tree, ObjectKey key) {
        return Optional.ofNullable(tree.objects().get(key)).map(ObjectTree.Content::modified);
    }

    /// I3, I4 and I6: whatever goes wrong, the target holds whole objects, old or new; nothing is deleted in a run
    /// that failed; and the next run makes all of it right.
    public boolean survivesFaults(List<TreeEdit> grown) {
        try (CaseStores stores = opener.open(seed)) {
            IObjectStorageAdapter local = stores.local();
            IObjectStorageAdapter remote = stores.remote();
            SyncScene scene = scene(local, remote);
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
    public boolean losesNoEdit(List<TreeEdit> grown) {
        try (CaseStores stores = opener.open(seed)) {
            IObjectStorageAdapter local = stores.local();
            IObjectStorageAdapter remote = stores.remote();
            SyncScene scene = scene(local, remote);
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
            return (stores.haveFolders() && clash(here, there))
                    ? edited(tree, here).allMatch(contents(local).values()::contains)
                            && edited(tree, there).allMatch(contents(remote).values()::contains)
                    : allAsExpected(tree, here, there, contents(local), contents(remote));
        }
    }

    /// Whether a folder cannot hold both: a file of one is a folder of the other.
    private static boolean clash(ObjectTree here, ObjectTree there) {
        var all = new TreeSet<>(here.objects().keySet());
        all.addAll(there.objects().keySet());
        return all.stream()
                .anyMatch(key -> all.stream().anyMatch(other -> other.value().startsWith(key.value() + "/")));
    }

    /// The contents that `edited` has where `base` has others.
    private static Stream<String> edited(ObjectTree base, ObjectTree edited) {
        return edited.objects().keySet().stream()
                .filter(key -> !text(edited, key).equals(text(base, key)))
                .map(key -> text(edited, key).orElseThrow());
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
                .map(content -> new String(content.bytes(), StandardCharsets.ISO_8859_1));
    }
}
