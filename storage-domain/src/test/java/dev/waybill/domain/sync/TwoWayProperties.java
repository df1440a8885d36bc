package dev.waybill.domain.sync;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TreeEdit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What holds of a run in both directions for every tree, every edits on both sides and every fault, as questions about
/// one of them.
///
/// @param opener opens the stores of each question
/// @param passing lets an hour pass for them. Time goes on between an edit and a run, as it really does: without
/// version
///     tokens, nothing else tells two versions of equal size apart
/// @param seed what edits and faults are drawn by
@SuppressWarnings("MustBeClosedChecker") // The stores of a case are closed with it, not with the scenes made of them.
public record TwoWayProperties(CaseStores.Opener opener, Runnable passing, long seed) {
    private static final int PART_BYTES = 1024;
    private static final int ROUNDS = 3;
    private static final String COPY = ".conflict-lab-1-";
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    /// Two trees that were one, each edited by itself, and what may become of them.
    private record Edited(Map<String, String> base, Map<String, String> here, Map<String, String> there) {
        /// Whether a folder cannot hold both together: a file of one is a folder of the other.
        boolean clashes() {
            Set<String> all = new HashSet<>(here.keySet());
            all.addAll(there.keySet());
            return all.stream().anyMatch(key -> all.stream().anyMatch(other -> other.startsWith(key + "/")));
        }

        /// Whether `found` is what the table makes of it. Where one side changed nothing but a time, and its store
        /// cannot tell its content, taking that for an edit is right, too.
        boolean allows(Map<String, String> found, Set<String> touched) {
            Set<String> keys = new HashSet<>(base.keySet());
            keys.addAll(here.keySet());
            keys.addAll(there.keySet());
            Set<String> expectedCopies = new HashSet<>();
            for (String key : keys) {
                String mine = here.get(key);
                String theirs = there.get(key);
                String now = found.get(key);
                boolean asMerged = Objects.equals(now, merged(key));
                boolean asTouched = touched.contains(key) && (Objects.equals(now, mine) || Objects.equals(now, theirs));
                if (!asMerged && !asTouched) {
                    return false;
                }
                if (mine != null && isConflict(key)) {
                    expectedCopies.add(key);
                    if (!hasCopy(found, key, mine)) {
                        return false;
                    }
                }
            }
            return found.keySet().stream()
                    .filter(key -> !keys.contains(key))
                    .allMatch(key -> key.contains(COPY)
                            && (expectedCopies.contains(original(key)) || touched.contains(original(key))));
        }

        private @Nullable String merged(String key) {
            String old = base.get(key);
            String mine = here.get(key);
            String theirs = there.get(key);
            if (Objects.equals(mine, old)) {
                return theirs;
            }
            return Objects.equals(theirs, old) || theirs == null ? mine : theirs;
        }

        private boolean isConflict(String key) {
            String old = base.get(key);
            String mine = here.get(key);
            String theirs = there.get(key);
            return mine != null && theirs != null && !mine.equals(theirs) && !mine.equals(old) && !theirs.equals(old);
        }

        private static String original(String copy) {
            return copy.substring(0, copy.lastIndexOf(COPY));
        }

        private static boolean hasCopy(Map<String, String> found, String key, String content) {
            return found.entrySet().stream()
                    .anyMatch(entry -> entry.getKey().startsWith(key + COPY)
                            && entry.getValue().equals(content));
        }

        /// The contents that somebody made since the base and nobody deleted after seeing them.
        Set<String> mustSurvive() {
            Set<String> contents = new HashSet<>();
            here.forEach((key, content) -> {
                if (!content.equals(base.get(key))) {
                    contents.add(content);
                }
            });
            there.forEach((key, content) -> {
                if (!content.equals(base.get(key))) {
                    contents.add(content);
                }
            });
            return contents;
        }
    }

    private static Map<String, String> contents(IObjectStorageAdapter store) {
        return SyncScene.contents(store, StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> text(ObjectTree tree) {
        var text = new TreeMap<String, String>();
        tree.objects()
                .forEach((key, content) ->
                        text.put(key.value(), new String(content.bytes(), StandardCharsets.ISO_8859_1)));
        return text;
    }

    /// Where a side has the old bytes and another time.
    private static Set<String> touched(ObjectTree base, ObjectTree... edited) {
        var touched = new HashSet<String>();
        for (ObjectTree tree : edited) {
            tree.objects().forEach((key, content) -> {
                ObjectTree.Content old = base.objects().get(key);
                if (old != null && Arrays.equals(old.bytes(), content.bytes()) && !old.equals(content)) {
                    touched.add(key.value());
                }
            });
        }
        return touched;
    }

    private SyncScene scene(CaseStores stores) {
        return new SyncScene(stores.local(), stores.remote());
    }

    private static boolean isSynced(SyncScene scene) {
        long writes = writes(scene);
        TwoWayReport next = scene.sync(DELETING);
        return contents(scene.local).equals(contents(scene.remote))
                && next.isClean()
                && next.push().planned().keySet().stream().allMatch(Reason.UNCHANGED::equals)
                && next.pull().planned().isEmpty()
                && writes(scene) == writes;
    }

    private static long writes(SyncScene scene) {
        return List.of(scene.local, scene.remote).stream()
                .mapToLong(store -> store.calls(Operation.PUT)
                        + store.calls(Operation.COPY)
                        + store.calls(Operation.COMPLETE)
                        + store.calls(Operation.DELETE)
                        + store.calls(Operation.DELETE_ALL))
                .sum();
    }

    /// I10: one run makes both sides what the table says, and the next finds nothing to do.
    public boolean convergesByTheTable(List<TreeEdit> grown) {
        try (CaseStores stores = opener.open(seed)) {
            SyncScene scene = scene(stores);
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(seed % 2 == 0 ? scene.local : scene.remote, ObjectTree.EMPTY);
            boolean first =
                    runs(scene) && isSynced(scene) && contents(scene.local).equals(text(tree));
            ObjectTree here = tree.after(RandomTree.edit(seed, tree, 12, PART_BYTES));
            ObjectTree there = tree.after(RandomTree.edit(seed + 1000, tree, 12, PART_BYTES));
            Edited edited = edit(scene, tree, here, there);
            if (stores.haveFolders() && edited.clashes()) {
                return first && keepsAllThough(scene, edited);
            }
            return first
                    && runs(scene)
                    && isSynced(scene)
                    && edited.allows(contents(scene.local), touched(tree, here, there));
        }
    }

    private static Edited edit(SyncScene scene, ObjectTree tree, ObjectTree here, ObjectTree there) {
        here.writeTo(scene.local, tree);
        there.writeTo(scene.remote, tree);
        return new Edited(text(tree), text(here), text(there));
    }

    private boolean runs(SyncScene scene) {
        goOn(scene);
        boolean isClean = scene.sync(DELETING).isClean();
        goOn(scene);
        return isClean;
    }

    private void goOn(SyncScene scene) {
        scene.clock.advance(Duration.ofHours(1));
        passing.run();
    }

    /// A folder that cannot hold all of it reports that, and nothing is lost.
    private boolean keepsAllThough(SyncScene scene, Edited edited) {
        for (int run = 0; run < 2; run++) {
            goOn(scene);
            var unused = scene.sync(DELETING);
        }
        return hasAll(scene, edited.mustSurvive());
    }

    private static boolean hasAll(SyncScene scene, Set<String> contents) {
        var found = new ArrayList<>(contents(scene.local).values());
        found.addAll(contents(scene.remote).values());
        return found.containsAll(contents);
    }

    /// Round after round of edits and faults nothing is lost, and a clean run mends it.
    public boolean survivesFaults(List<TreeEdit> grown) {
        var random = new Random(seed);
        try (CaseStores stores = opener.open(seed)) {
            SyncScene scene = scene(stores);
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(scene.local, ObjectTree.EMPTY);
            boolean holds = runs(scene);
            for (int round = 0; holds && round < ROUNDS; round++) {
                ObjectTree here = tree.after(RandomTree.edit(seed + round, tree, 10, PART_BYTES));
                ObjectTree there = tree.after(RandomTree.edit(seed + 1000 + round, tree, 10, PART_BYTES));
                here.writeTo(scene.local, tree);
                there.writeTo(scene.remote, tree);
                var edited = new Edited(text(tree), text(here), text(there));
                holds = survivesOneFault(scene, random, edited, touched(tree, here, there));
                reset(scene, tree);
            }
            return holds;
        }
    }

    private boolean survivesOneFault(SyncScene scene, Random random, Edited edited, Set<String> touched) {
        goOn(scene);
        spoil(random, scene.remote);
        spoil(random, scene.local);
        var before = new HashSet<>(contents(scene.local).values());
        before.addAll(contents(scene.remote).values());
        var unused = scene.sync(DELETING);
        scene.local.heal();
        scene.remote.heal();
        boolean whole = before.containsAll(contents(scene.local).values())
                && before.containsAll(contents(scene.remote).values());
        boolean all = hasAll(scene, edited.mustSurvive());
        boolean runs = runs(scene);
        boolean synced = isSynced(scene);
        return whole && all && runs && synced && edited.allows(contents(scene.local), touched);
    }

    private void reset(SyncScene scene, ObjectTree tree) {
        for (FaultyAdapter store : List.of(scene.local, scene.remote)) {
            contents(store).keySet().forEach(key -> SyncScene.delete(store, key));
            tree.writeTo(store, ObjectTree.EMPTY);
        }
        goOn(scene);
        var unused = scene.sync(DELETING);
    }

    private static void spoil(Random random, FaultyAdapter store) {
        List<Operation> calls = List.of(
                Operation.PUT,
                Operation.PUT_PART,
                Operation.COMPLETE,
                Operation.OPEN_UPLOAD,
                Operation.DELETE_ALL,
                Operation.COPY,
                Operation.PUT);
        for (int i = 0; i < 3; i++) {
            Operation operation = calls.get(random.nextInt(calls.size()));
            Fault fault = random.nextBoolean() ? Fault.NOT_REACHED : Fault.ANSWER_LOST;
            store.fail(operation, store.calls(operation) + 1 + random.nextInt(6), fault);
        }
        if (random.nextInt(4) == 0) {
            store.fail(Operation.LIST, store.calls(Operation.LIST) + 2, Fault.cutListingAfter(random.nextInt(20)));
        }
    }

    /// Without the record nothing is lost either.
    public boolean survivesWithoutRecord(List<TreeEdit> grown) {
        try (CaseStores stores = opener.open(seed)) {
            SyncScene scene = scene(stores);
            ObjectTree tree = ObjectTree.EMPTY.after(grown);
            tree.writeTo(scene.local, ObjectTree.EMPTY);
            boolean first = runs(scene);
            ObjectTree here = tree.after(RandomTree.edit(seed, tree, 12, PART_BYTES));
            ObjectTree there = tree.after(RandomTree.edit(seed + 1000, tree, 12, PART_BYTES));
            edit(scene, tree, here, there);
            scene.bases.lose();
            var every = new HashSet<>(text(here).values());
            every.addAll(text(there).values());
            return first
                    && runs(scene)
                    && isSynced(scene)
                    && contents(scene.local).values().containsAll(every);
        }
    }
}
