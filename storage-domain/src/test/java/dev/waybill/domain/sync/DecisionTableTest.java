package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.Reason.ALIKE_CHANGED;
import static dev.waybill.domain.sync.Reason.ALIKE_NEVER_SYNCED;
import static dev.waybill.domain.sync.Reason.BOTH_CHANGED;
import static dev.waybill.domain.sync.Reason.BOTH_DELETED;
import static dev.waybill.domain.sync.Reason.BOTH_NEW;
import static dev.waybill.domain.sync.Reason.CHANGED_AND_DELETED;
import static dev.waybill.domain.sync.Reason.CHANGED_AT_TARGET;
import static dev.waybill.domain.sync.Reason.DELETED;
import static dev.waybill.domain.sync.Reason.DELETED_AND_CHANGED;
import static dev.waybill.domain.sync.Reason.DELETED_AT_TARGET;
import static dev.waybill.domain.sync.Reason.DELETE_NOT_ASKED;
import static dev.waybill.domain.sync.Reason.NEW_AT_TARGET;
import static dev.waybill.domain.sync.Reason.ONLY_TIMES;
import static dev.waybill.domain.sync.Reason.SOURCE_WINS;
import static dev.waybill.domain.sync.Reason.UNCHANGED;
import static dev.waybill.domain.sync.SideState.ABSENT;
import static dev.waybill.domain.sync.SideState.CHANGED;
import static dev.waybill.domain.sync.SideState.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capabilities;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.testkit.InMemoryAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The three-way table, written down, and `docs/sync.md` made of it.
///
/// `-Dwaybill.docs.rewrite=true` rewrites the page.
class DecisionTableTest {
    /// What is done in a run that deletes nothing, in one that deletes, and in one that deletes and whose source
    /// wins.
    private record Row(
            boolean synced,
            SideState source,
            SideState target,
            boolean alike,
            Reason plain,
            Reason deleting,
            Reason winning) {
        Row(boolean synced, SideState source, SideState target, boolean alike, Reason always) {
            this(synced, source, target, alike, always, always, always);
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row(true, SAME, SAME, false, UNCHANGED),
            new Row(true, CHANGED, SAME, false, Reason.CHANGED),
            new Row(true, CHANGED, SAME, true, ONLY_TIMES),
            new Row(true, SAME, CHANGED, false, CHANGED_AT_TARGET),
            new Row(true, SAME, CHANGED, true, ONLY_TIMES),
            new Row(true, CHANGED, CHANGED, true, ALIKE_CHANGED),
            new Row(true, CHANGED, CHANGED, false, BOTH_CHANGED, BOTH_CHANGED, SOURCE_WINS),
            new Row(true, ABSENT, SAME, false, DELETE_NOT_ASKED, DELETED, DELETED),
            new Row(true, ABSENT, CHANGED, false, DELETED_AND_CHANGED, DELETED_AND_CHANGED, SOURCE_WINS),
            new Row(true, SAME, ABSENT, false, DELETED_AT_TARGET),
            new Row(true, CHANGED, ABSENT, false, CHANGED_AND_DELETED, CHANGED_AND_DELETED, SOURCE_WINS),
            new Row(true, ABSENT, ABSENT, false, BOTH_DELETED),
            new Row(false, CHANGED, ABSENT, false, Reason.NEW),
            new Row(false, ABSENT, CHANGED, false, NEW_AT_TARGET),
            new Row(false, CHANGED, CHANGED, true, ALIKE_NEVER_SYNCED),
            new Row(false, CHANGED, CHANGED, false, BOTH_NEW, BOTH_NEW, SOURCE_WINS));

    @ParameterizedTest
    @EnumSource(SyncDirection.class)
    void every_combination_of_the_three_versions_is_decided_as_the_table_says(SyncDirection direction) {
        int decided = 0;
        for (Row row : ROWS) {
            assertThat(decide(direction, row, SyncOptions.DEFAULT))
                    .as("%s", row)
                    .isEqualTo(row.plain());
            SyncOptions deleting = SyncOptions.DEFAULT.withDelete(true);
            assertThat(decide(direction, row, deleting)).as("%s", row).isEqualTo(row.deleting());
            SyncOptions winning = deleting.withConflicts(ConflictPolicy.SOURCE_WINS);
            assertThat(decide(direction, row, winning)).as("%s", row).isEqualTo(row.winning());
            decided++;
        }
        assertThat(decided).isEqualTo(combinations().size());
    }

    @Test
    void the_table_has_every_combination_once() {
        assertThat(ROWS.stream()
                        .map(row -> combination(row.synced(), row.source(), row.target(), row.alike()))
                        .toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(combinations());
    }

    /// All that can be told of a key: the two sides against the last sync, and where one of them changed, whether
    /// they are alike all the same.
    static List<String> combinations() {
        var all = new ArrayList<String>();
        for (SideState source : List.of(ABSENT, SAME, CHANGED)) {
            for (SideState target : List.of(ABSENT, SAME, CHANGED)) {
                all.add(combination(true, source, target, false));
                boolean bothThere = source != ABSENT && target != ABSENT;
                if (bothThere && (source == CHANGED || target == CHANGED)) {
                    all.add(combination(true, source, target, true));
                }
            }
        }
        all.add(combination(false, CHANGED, ABSENT, false));
        all.add(combination(false, ABSENT, CHANGED, false));
        all.add(combination(false, CHANGED, CHANGED, false));
        all.add(combination(false, CHANGED, CHANGED, true));
        return all;
    }

    static String combination(boolean synced, SideState source, SideState target, boolean alike) {
        return synced + " " + source + " " + target + " " + alike;
    }

    private static Reason decide(SyncDirection direction, Row row, SyncOptions options) {
        SyncAction action = table(direction, options, InMemoryAdapter.ALL_CAPABILITIES)
                .action(settled(direction, row, Likeness.DIFFERENT));
        assertThat(action.key()).isEqualTo(Samples.KEY);
        if (!row.alike()) {
            // What was not asked is decided as what differs.
            SyncAction unasked = table(direction, options, InMemoryAdapter.ALL_CAPABILITIES)
                    .action(settled(direction, row, Likeness.UNKNOWN));
            assertThat(unasked).isEqualTo(action);
        }
        requireKind(action);
        return action.reason();
    }

    private static void requireKind(SyncAction action) {
        Class<?> kind = switch (action.reason()) {
            case NEW, CHANGED, RESTORED, EDIT_KEPT, LOCAL_RENAMED, REMOTE_KEEPS_NAME -> SyncAction.Transfer.class;
            case SOURCE_WINS ->
                action instanceof SyncAction.Delete ? SyncAction.Delete.class : SyncAction.Transfer.class;
            case DELETED -> SyncAction.Delete.class;
            case BOTH_CHANGED,
                    BOTH_NEW,
                    CHANGED_AND_DELETED,
                    DELETED_AND_CHANGED,
                    TARGET_MOVED,
                    SOURCE_MOVED,
                    IN_THE_WAY -> SyncAction.Conflict.class;
            case NEW_AT_TARGET,
                    CHANGED_AT_TARGET,
                    DELETED_AT_TARGET,
                    DELETE_NOT_ASKED,
                    HIDDEN_AT_SOURCE,
                    NOT_HELD_AT_SOURCE -> SyncAction.LeftAlone.class;
            case ALIKE_NEVER_SYNCED, ALIKE_CHANGED, ONLY_TIMES -> SyncAction.Adopt.class;
            case BOTH_DELETED -> SyncAction.Forget.class;
            case UNCHANGED -> SyncAction.Unchanged.class;
            case KEY_TOO_LONG, NAME_NOT_HELD, NAME_TAKEN, OBJECT_TOO_LARGE -> SyncAction.Refused.class;
        };
        assertThat(action).isInstanceOf(kind);
    }

    private static DecisionTable table(SyncDirection direction, SyncOptions options, Capabilities target) {
        return new DecisionTable(direction, options, InMemoryAdapter.ALL_CAPABILITIES, target);
    }

    private static Step.Settled settled(SyncDirection direction, Row row, Likeness otherwise) {
        boolean push = direction == SyncDirection.PUSH;
        SideState local = push ? row.source() : row.target();
        SideState remote = push ? row.target() : row.source();
        return settled(row.synced(), local, remote, row.alike() ? Likeness.ALIKE : otherwise);
    }

    static Step.Settled settled(boolean synced, SideState local, SideState remote, Likeness contents) {
        ObjectMetadata before = Samples.version(10, Samples.NOON, "same");
        Optional<SyncedObject> base =
                synced ? Optional.of(Samples.synced(before, before, Optional.empty())) : Optional.empty();
        var triple = new Triple(Samples.KEY, listed(local), listed(remote), base);
        return new Step.Settled(triple, local, remote, contents, Optional.empty(), false);
    }

    private static Optional<ObjectMetadata> listed(SideState state) {
        return switch (state) {
            case ABSENT -> Optional.empty();
            case SAME -> Optional.of(Samples.version(10, Samples.NOON, "same"));
            case CHANGED, UNSURE -> Optional.of(Samples.version(10, Samples.NOON.plusSeconds(9), "changed"));
        };
    }

    @ParameterizedTest
    @EnumSource(SyncDirection.class)
    void what_the_target_lost_is_transferred_where_that_is_asked_for_and_else_both_remedies_are_named(
            SyncDirection direction) {
        SyncOptions restoring = SyncOptions.DEFAULT.withRestore(true);
        for (SideState source : List.of(SAME, CHANGED)) {
            Row row = new Row(true, source, ABSENT, false, Reason.RESTORED);
            assertThat(decide(direction, row, restoring)).isEqualTo(Reason.RESTORED);
        }
        assertThat(DELETED_AT_TARGET.text(direction))
                .contains(direction == SyncDirection.PUSH ? "waybill push --restore" : "waybill pull --restore")
                .contains(direction == SyncDirection.PUSH ? "waybill pull --delete" : "waybill push --delete");
    }

    @Test
    void a_key_or_an_object_that_the_target_cannot_hold_is_refused_before_it_is_sent() {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        var small = new Capabilities(Set.of(), 2, 5, 5, all.modifiedPrecision(), Set.of(), Set.of(), Optional.empty());
        var large = new Capabilities(Set.of(), 3, 5, 5, all.modifiedPrecision(), Set.of(), Set.of(), Optional.empty());
        Row row = new Row(false, CHANGED, ABSENT, false, Reason.NEW);
        Step.Settled step = settled(SyncDirection.PUSH, row, Likeness.UNKNOWN);

        assertThat(table(SyncDirection.PUSH, SyncOptions.DEFAULT, small)
                        .action(step)
                        .reason())
                .isEqualTo(Reason.KEY_TOO_LONG);
        assertThat(table(SyncDirection.PUSH, SyncOptions.DEFAULT, large)
                        .action(step)
                        .reason())
                .isEqualTo(Reason.OBJECT_TOO_LARGE);
    }

    @Test
    void comparing_by_size_never_notes_a_new_version_as_synced() {
        var base = Samples.synced(
                Samples.version(10, Samples.NOON, "old"), Samples.version(10, Samples.NOON, "old"), Optional.empty());
        var triple = new Triple(
                Samples.KEY,
                Optional.of(Samples.version(10, Samples.NOON, "new")),
                Optional.of(Samples.version(10, Samples.NOON, "old")),
                Optional.of(base));
        var step = new Step.Settled(triple, SAME, SAME, Likeness.UNKNOWN, Optional.empty(), false);

        assertThat(table(
                                SyncDirection.PUSH,
                                SyncOptions.DEFAULT.withCompare(CompareMode.SIZE),
                                InMemoryAdapter.ALL_CAPABILITIES)
                        .action(step)
                        .reason())
                .isEqualTo(UNCHANGED);
        assertThat(table(SyncDirection.PUSH, SyncOptions.DEFAULT, InMemoryAdapter.ALL_CAPABILITIES)
                        .action(step)
                        .reason())
                .isEqualTo(ONLY_TIMES);
    }

    @Test
    void the_documentation_shows_this_table() throws IOException {
        GeneratedTable.requireIn("sync.md", DecisionTableTest.class, markdown());
    }

    private static String markdown() {
        var text = new StringBuilder(
                "| synced before | source | target | what is done | and why |\n|---|---|---|---|---|\n");
        for (Row row : ROWS) {
            text.append("| ").append(row.synced() ? "yes" : "no");
            text.append(" | ").append(state(row.source(), row.synced()));
            text.append(" | ").append(state(row.target(), row.synced()));
            if (row.source() == CHANGED || row.target() == CHANGED) {
                text.append(row.alike() ? ", same content" : "");
            }
            text.append(" | ").append(deed(row.plain()));
            if (row.deleting() != row.plain()) {
                text.append("; with deletes: ").append(deed(row.deleting()));
            } else if (row.winning() != row.plain()) {
                text.append("; if the source is to win: ").append(row.source() == ABSENT ? "delete" : "transfer");
            }
            text.append(" | ").append(row.plain().text()).append(" |\n");
        }
        return text.toString();
    }

    static String state(SideState state, boolean synced) {
        return switch (state) {
            case ABSENT -> synced ? "deleted" : "nothing there";
            case SAME -> "unchanged";
            case CHANGED, UNSURE -> synced ? "changed" : "there";
        };
    }

    private static String deed(Reason reason) {
        return switch (reason) {
            case NEW, CHANGED, RESTORED, SOURCE_WINS, EDIT_KEPT, LOCAL_RENAMED, REMOTE_KEEPS_NAME -> "transfer";
            case DELETED -> "delete";
            case BOTH_CHANGED,
                    BOTH_NEW,
                    CHANGED_AND_DELETED,
                    DELETED_AND_CHANGED,
                    TARGET_MOVED,
                    SOURCE_MOVED,
                    IN_THE_WAY -> "**conflict**";
            case NEW_AT_TARGET,
                    CHANGED_AT_TARGET,
                    DELETED_AT_TARGET,
                    DELETE_NOT_ASKED,
                    HIDDEN_AT_SOURCE,
                    NOT_HELD_AT_SOURCE -> "leave alone";
            case ALIKE_NEVER_SYNCED, ALIKE_CHANGED, ONLY_TIMES -> "note";
            case BOTH_DELETED -> "forget";
            case UNCHANGED -> "nothing";
            case KEY_TOO_LONG, NAME_NOT_HELD, NAME_TAKEN, OBJECT_TOO_LARGE ->
                throw new IllegalArgumentException(reason.name().toLowerCase(Locale.ROOT));
        };
    }
}
