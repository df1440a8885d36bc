package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ObjectTree;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.RandomTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("MustBeClosedChecker") // What a test opens, close() closes.
class KeyInspectionTest {
    @TempDir
    private Path folder;

    private SyncScene scene = new SyncScene(Path.of("."));

    @BeforeEach
    void open() {
        scene.close();
        scene = new SyncScene(folder);
        scene.put(scene.local, "a", "first");
        scene.put(scene.local, "b", "other");
        scene.push();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private KeyReport explain(String key) {
        return explain(key, SyncOptions.DEFAULT);
    }

    private KeyReport explain(String key, SyncOptions options) {
        return scene.synchronizer().explain(ObjectKey.of(key), options);
    }

    private static Reason reason(Optional<SyncAction> action) {
        return action.orElseThrow().reason();
    }

    @Test
    void an_unchanged_key_shows_both_sides_the_base_and_the_run_that_pushed_it() {
        KeyReport report = explain("a");
        assertThat(report.local().orElseThrow().size()).isEqualTo(5);
        assertThat(report.remote().orElseThrow().size()).isEqualTo(5);
        assertThat(report.base().orElseThrow().size()).isEqualTo(5);
        assertThat(reason(report.push())).isEqualTo(Reason.UNCHANGED);
        assertThat(report.lastRun().orElseThrow().start().command()).isEqualTo("push");
        assertThat(report.lastItem().orElseThrow().reason()).contains(Reason.NEW);
    }

    @Test
    void a_changed_key_says_which_way_it_would_go_and_why() {
        scene.put(scene.local, "a", "second");
        KeyReport report = explain("a");
        assertThat(report.localState()).contains("changed");
        assertThat(report.remoteState()).contains("as synced");
        assertThat(reason(report.push())).isEqualTo(Reason.CHANGED);
        assertThat(reason(report.pull())).isEqualTo(Reason.CHANGED_AT_TARGET);
    }

    @Test
    void contents_that_had_to_be_compared_are_told() throws IOException {
        Files.setLastModifiedTime(folder.resolve("a"), java.nio.file.attribute.FileTime.from(scene.clock.instant()));
        KeyReport report = explain("a");
        assertThat(report.questions())
                .extracting(KeyReport.Compared::question, KeyReport.Compared::answer)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("the local content with the synced one", "alike"));
        assertThat(reason(report.push())).isEqualTo(Reason.ONLY_TIMES);
    }

    @Test
    void the_line_of_the_ignore_file_that_hides_a_key_is_named() {
        scene.put(scene.local, ".waybillignore", "# nothing\n*.log\n");
        scene.put(scene.local, "sub/.waybillignore", "!keep.log\nprivate/\n");
        scene.put(scene.local, "x.log", "hidden");
        HiddenBy hidden = explain("x.log").hidden().orElseThrow();
        assertThat(hidden).isEqualTo(new HiddenBy(HiddenBy.Rule.IGNORE_FILE, "x.log", ".waybillignore", 2, "*.log"));
        assertThat(explain("sub/keep.log").hidden()).isEmpty();
        assertThat(explain("sub/private/y").hidden().orElseThrow())
                .isEqualTo(new HiddenBy(HiddenBy.Rule.IGNORE_FILE, "sub/private", "sub/.waybillignore", 2, "private/"));
        assertThat(explain("x.log").push()).isEmpty();
    }

    @Test
    void a_pattern_and_the_folder_of_waybill_hide_too() {
        var options = SyncOptions.DEFAULT.withExclude(List.of("*.tmp", "a"));
        assertThat(explain("a", options).hidden().orElseThrow().text()).contains("exclude pattern \"a\"");
        assertThat(explain("a", SyncOptions.DEFAULT.withInclude(List.of("b")))
                        .hidden()
                        .orElseThrow()
                        .rule())
                .isEqualTo(HiddenBy.Rule.NOT_INCLUDED);
        assertThat(explain(".waybill/trash/x").hidden().orElseThrow().rule()).isEqualTo(HiddenBy.Rule.STATE_FOLDER);
    }

    @Test
    void a_key_on_neither_side_is_absent() {
        KeyReport report = explain("nowhere");
        assertThat(report.isAbsent()).isTrue();
        assertThat(report.push()).isEmpty();
    }

    @Test
    void what_a_link_hides_is_not_deleted_and_says_so() throws IOException {
        Files.delete(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        assertThat(reason(explain("a", SyncOptions.DEFAULT.withDelete(true)).push()))
                .isEqualTo(Reason.HIDDEN_AT_SOURCE);
    }

    @Test
    void what_is_in_the_way_is_told() {
        scene.put(scene.remote, "b/inside", "in a folder");
        assertThat(reason(explain("b/inside").pull())).isEqualTo(Reason.NAME_TAKEN);

        SyncScene.delete(scene.remote, "b");
        assertThat(reason(explain("b/inside").pull())).isEqualTo(Reason.IN_THE_WAY);
    }

    @Test
    void it_costs_no_listing_of_a_folder_and_one_of_a_single_name_of_a_bucket() {
        long local = scene.local.calls(Operation.LIST);
        long remote = scene.remote.calls(Operation.LIST);
        explain("a");
        assertThat(scene.local.calls(Operation.LIST)).isEqualTo(local);
        assertThat(scene.remote.calls(Operation.LIST)).isEqualTo(remote + 1);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    /// The explanation of each key is what the plan of a whole run says of it.
    @ParameterizedTest
    @MethodSource("seeds")
    void it_says_of_each_key_what_a_run_would_do(long seed) {
        var capabilities = seed % 3 == 0 ? InMemoryAdapter.NO_CAPABILITIES : InMemoryAdapter.ALL_CAPABILITIES;
        try (var random =
                new SyncScene(new InMemoryAdapter(scene.clock), new InMemoryAdapter(scene.clock, capabilities))) {
            ObjectTree tree = ObjectTree.EMPTY.after(RandomTree.grow(seed, 20, 512));
            tree.writeTo(random.local, ObjectTree.EMPTY);
            random.push();
            scene.clock.advance(Duration.ofMinutes(1));
            tree.after(RandomTree.edit(seed, tree, 10, 512)).writeTo(random.local, tree);
            tree.after(RandomTree.edit(seed + 99, tree, 10, 512)).writeTo(random.remote, tree);
            var options = SyncOptions.DEFAULT.withDelete(true);
            assertExplainsPlan(random, SyncDirection.PUSH, options);
            assertExplainsPlan(random, SyncDirection.PULL, options);
        }
    }

    private static void assertExplainsPlan(SyncScene random, SyncDirection direction, SyncOptions options) {
        var dry = options.withDryRun(true);
        boolean unused = (direction == SyncDirection.PUSH ? random.push(dry) : random.pull(dry)).isClean();
        Map<ObjectKey, Reason> planned = new HashMap<>();
        random.planned().forEach(action -> planned.put(action.key(), action.reason()));
        Map<ObjectKey, Reason> explained = new HashMap<>();
        for (ObjectKey key : planned.keySet()) {
            KeyReport report = random.synchronizer().explain(key, options);
            explained.put(key, reason(direction == SyncDirection.PUSH ? report.push() : report.pull()));
        }
        assertThat(explained).isEqualTo(planned).isNotEmpty();
    }
}
