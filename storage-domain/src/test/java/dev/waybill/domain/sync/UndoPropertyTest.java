package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.trash.TrashKeys;
import dev.waybill.domain.sync.undo.UndoEvent;
import dev.waybill.domain.sync.undo.UndoReport;
import dev.waybill.port.Capabilities;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of undoing, whatever the trees, the edits and the faults. A failure tells its seed.
@SuppressWarnings("MustBeClosedChecker") // The scene closes its stores.
class UndoPropertyTest {
    private static final int PART_BYTES = 1024;
    private static final SyncOptions KEEPING =
            SyncOptions.DEFAULT.withDelete(true).withKeep(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock(SyncScene.NOON);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    /// All that a store keeps of an object and a user can see.
    private record Shown(
            String bytes, Optional<Instant> time, Optional<String> type, Optional<UserMetadata> metadata) {}

    private static Map<String, Shown> shown(IObjectStorageAdapter store) {
        var all = new TreeMap<String, Shown>();
        for (ObjectMetadata object : objects(store)) {
            if (!TrashKeys.ALL.covers(object.key())) {
                ObjectMetadata known = store.stat(object.key()).orElseThrow();
                all.put(
                        object.key().value(),
                        new Shown(
                                text(store, object.key()),
                                known.contentModified(),
                                known.contentType(),
                                known.userMetadata()));
            }
        }
        return all;
    }

    private static List<ObjectMetadata> objects(IObjectStorageAdapter store) {
        try (Stream<ObjectMetadata> listed = store.list(ListOptions.of(KeyPrefix.ALL))) {
            return listed.toList();
        }
    }

    private static String text(IObjectStorageAdapter store, ObjectKey key) {
        try (var content = store.get(key, GetOptions.WHOLE)) {
            return new String(content.stream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every version that a store holds, at its key or in the trash of a run.
    private static Set<String> versions(IObjectStorageAdapter store) {
        var versions = new HashSet<String>();
        for (ObjectMetadata object : objects(store)) {
            Optional<ObjectKey> key = TrashKeys.ALL.covers(object.key())
                    ? TrashKeys.parse(object.key()).flatMap(TrashKeys.Entry::original)
                    : Optional.of(object.key());
            key.ifPresent(at -> versions.add(at + "\n" + text(store, object.key())));
        }
        return versions;
    }

    private static Set<String> versions(Map<String, Shown> store) {
        return store.entrySet().stream()
                .map(entry -> entry.getKey() + "\n" + entry.getValue().bytes())
                .collect(Collectors.toSet());
    }

    private static Capabilities capabilities(long seed) {
        return seed % 4 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
    }

    private void later() {
        clock.advance(Duration.ofMinutes(1));
    }

    /// A tree that both sides have, pushed.
    private ObjectTree synced(long seed, SyncScene scene) {
        ObjectTree tree = ObjectTree.EMPTY.after(RandomTree.grow(seed, 30, PART_BYTES));
        tree.writeTo(scene.local, ObjectTree.EMPTY);
        dress(seed, scene.local);
        scene.push(KEEPING);
        later();
        return tree;
    }

    /// Gives one object what stores keep beside bytes.
    private static void dress(long seed, IObjectStorageAdapter store) {
        var keys = objects(store);
        ObjectKey key = keys.get((int) (seed % keys.size())).key();
        String bytes = text(store, key);
        store.put(
                key,
                ObjectSource.of(bytes.getBytes(StandardCharsets.ISO_8859_1)),
                PutOptions.DEFAULT
                        .withContentType("text/x-" + seed)
                        .withUserMetadata(UserMetadata.of(Map.of("seed", Long.toString(seed)))));
    }

    private ObjectTree edited(long seed, ObjectTree tree, IObjectStorageAdapter store) {
        ObjectTree edited = tree.after(RandomTree.edit(seed, tree, 15, PART_BYTES));
        edited.writeTo(store, tree);
        later();
        return edited;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_undone_push_leaves_the_remote_exactly_as_it_was(long seed) {
        try (var scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock, capabilities(seed)))) {
            ObjectTree tree = synced(seed, scene);
            Map<String, Shown> before = shown(scene.remote);
            edited(seed, tree, scene.local);
            SyncReport pushed = scene.push(KEEPING);
            later();
            Map<String, Shown> after = shown(scene.remote);
            UndoReport undone = scene.undo(pushed.run());
            later();
            assertThat(shown(scene.remote)).as("seed " + seed).isEqualTo(before);
            assertThat(undone.refused() + undone.failures()).as("seed " + seed).isZero();

            UndoReport redone = scene.undo(undone.start().name().value());
            assertThat(shown(scene.remote)).as("undone twice, seed " + seed).isEqualTo(after);
            assertThat(redone.refused() + redone.failures()).as("seed " + seed).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_push_after_an_undone_push_comes_to_the_same(long seed) {
        try (var scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock, capabilities(seed)))) {
            ObjectTree tree = synced(seed, scene);
            edited(seed, tree, scene.local);
            SyncReport pushed = scene.push(KEEPING);
            later();
            Map<String, Shown> after = shown(scene.remote);
            scene.undo(pushed.run());
            later();
            SyncReport again = scene.push(KEEPING);
            assertThat(shown(scene.remote)).as("seed " + seed).isEqualTo(after);
            assertThat(again.isClean()).as("seed " + seed).isTrue();
            assertThat(again.moved()).as("seed " + seed).isEqualTo(pushed.moved());
            assertThat(again.done(Reason.DELETED)).as("seed " + seed).isEqualTo(pushed.done(Reason.DELETED));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_undone_pull_leaves_the_folder_exactly_as_it_was(long seed) {
        try (var scene =
                new SyncScene(SyncScene.folder(folder, clock), new InMemoryAdapter(clock, capabilities(seed)))) {
            ObjectTree tree = ObjectTree.EMPTY.after(RandomTree.grow(seed, 20, PART_BYTES));
            tree.writeTo(scene.remote, ObjectTree.EMPTY);
            scene.pull(KEEPING);
            later();
            Map<String, Shown> before = shown(scene.local);
            edited(seed, tree, scene.remote);
            SyncReport pulled = scene.pull(KEEPING);
            later();
            UndoReport undone = scene.undo(pulled.run());
            assertThat(shown(scene.local)).as("seed " + seed).isEqualTo(before);
            assertThat(undone.refused() + undone.failures()).as("seed " + seed).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_was_edited_since_is_refused_and_untouched_and_all_else_is_as_before(long seed) {
        try (var scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock, capabilities(seed)))) {
            ObjectTree tree = synced(seed, scene);
            Map<String, Shown> before = shown(scene.remote);
            ObjectTree pushedTree = edited(seed, tree, scene.local);
            SyncReport pushed = scene.push(KEEPING);
            later();
            ObjectTree since = edited(seed + 1000, pushedTree, scene.remote);
            Map<String, Shown> now = shown(scene.remote);
            scene.undo(pushed.run());

            Map<String, Shown> expected = new TreeMap<>(before);
            var editedSince = new HashSet<>(since.objects().keySet());
            editedSince.addAll(pushedTree.objects().keySet());
            editedSince.removeIf(key -> Optional.ofNullable(since.objects().get(key))
                    .equals(Optional.ofNullable(pushedTree.objects().get(key))));
            for (ObjectKey key : editedSince) {
                expected.remove(key.value());
                Optional.ofNullable(now.get(key.value())).ifPresent(edit -> expected.put(key.value(), edit));
            }
            assertThat(shown(scene.remote)).as("seed " + seed).isEqualTo(expected);
            assertThat(scene.undoEvents)
                    .filteredOn(UndoEvent.Refused.class::isInstance)
                    .extracting(event -> ((UndoEvent.Refused) event).key())
                    .as("only what was edited is refused, seed " + seed)
                    .isSubsetOf(editedSince);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_no_version_that_was_replaced_is_lost(long seed) {
        try (var scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock, capabilities(seed)))) {
            var random = new Random(seed);
            ObjectTree tree = synced(seed, scene);
            Map<String, Shown> before = shown(scene.remote);
            edited(seed, tree, scene.local);
            spoil(random, scene.remote);
            SyncReport pushed = scene.push(KEEPING);
            scene.remote.heal();
            later();
            assertThat(versions(scene.remote))
                    .as("after the push, seed " + seed)
                    .containsAll(versions(before));

            Map<String, Shown> after = shown(scene.remote);
            spoil(random, scene.remote);
            scene.undo(pushed.run());
            scene.remote.heal();
            later();
            assertThat(versions(scene.remote))
                    .as("after the undo, seed " + seed)
                    .containsAll(versions(before))
                    .containsAll(versions(after));
        }
    }

    /// Where the store tells versions apart, what the first undo could not do, or did without being told so, the
    /// second does.
    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_undoing_brings_back_all_that_was_there(long seed) {
        try (var scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock))) {
            var random = new Random(seed);
            ObjectTree tree = synced(seed, scene);
            Map<String, Shown> before = shown(scene.remote);
            edited(seed, tree, scene.local);
            spoil(random, scene.remote);
            SyncReport pushed = scene.push(KEEPING);
            scene.remote.heal();
            later();
            scene.undo(pushed.run());
            assertThat(shown(scene.remote)).as("seed " + seed).containsAllEntriesOf(before);
        }
    }

    private static void spoil(Random random, FaultyAdapter store) {
        List<Operation> calls = List.of(
                Operation.PUT,
                Operation.PUT_PART,
                Operation.COMPLETE,
                Operation.COPY,
                Operation.STAT,
                Operation.GET,
                Operation.DELETE,
                Operation.DELETE_ALL);
        for (int i = 0; i < 6; i++) {
            Operation operation = calls.get(random.nextInt(calls.size()));
            Fault fault = random.nextBoolean() ? Fault.NOT_REACHED : Fault.ANSWER_LOST;
            store.fail(operation, store.calls(operation) + 1 + random.nextInt(8), fault);
        }
    }
}
