package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SideState.ABSENT;
import static dev.waybill.domain.sync.SideState.CHANGED;
import static dev.waybill.domain.sync.SideState.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.TwoWayTable.Decision;
import dev.waybill.port.Capabilities;
import dev.waybill.testkit.InMemoryAdapter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The three-way table of a run in both directions, written down, and `docs/sync.md` made of it.
class TwoWayTableTest {
    private static final SyncOptions DELETING = SyncOptions.DEFAULT.withDelete(true);

    /// What is done, by which direction, and why; that of a conflict of which both versions are kept has none.
    private record Row(
            boolean synced,
            SideState local,
            SideState remote,
            boolean alike,
            String deed,
            SyncDirection direction,
            Reason reason) {}

    private static final List<Row> ROWS = List.of(
            new Row(true, SAME, SAME, false, "nothing", SyncDirection.PUSH, Reason.UNCHANGED),
            new Row(true, CHANGED, SAME, false, "push", SyncDirection.PUSH, Reason.CHANGED),
            new Row(true, CHANGED, SAME, true, "note", SyncDirection.PUSH, Reason.ONLY_TIMES),
            new Row(true, SAME, CHANGED, false, "pull", SyncDirection.PULL, Reason.CHANGED),
            new Row(true, SAME, CHANGED, true, "note", SyncDirection.PUSH, Reason.ONLY_TIMES),
            new Row(true, CHANGED, CHANGED, true, "note", SyncDirection.PUSH, Reason.ALIKE_CHANGED),
            new Row(true, CHANGED, CHANGED, false, "**keep both**", SyncDirection.PULL, Reason.BOTH_CHANGED),
            new Row(true, ABSENT, SAME, false, "delete at the remote", SyncDirection.PUSH, Reason.DELETED),
            new Row(true, SAME, ABSENT, false, "delete here", SyncDirection.PULL, Reason.DELETED),
            new Row(true, ABSENT, CHANGED, false, "pull", SyncDirection.PULL, Reason.EDIT_KEPT),
            new Row(true, CHANGED, ABSENT, false, "push", SyncDirection.PUSH, Reason.EDIT_KEPT),
            new Row(true, ABSENT, ABSENT, false, "forget", SyncDirection.PUSH, Reason.BOTH_DELETED),
            new Row(false, CHANGED, ABSENT, false, "push", SyncDirection.PUSH, Reason.NEW),
            new Row(false, ABSENT, CHANGED, false, "pull", SyncDirection.PULL, Reason.NEW),
            new Row(false, CHANGED, CHANGED, true, "note", SyncDirection.PUSH, Reason.ALIKE_NEVER_SYNCED),
            new Row(false, CHANGED, CHANGED, false, "**keep both**", SyncDirection.PULL, Reason.BOTH_NEW));

    private static TwoWayTable table(SyncOptions options) {
        return new TwoWayTable(options, InMemoryAdapter.ALL_CAPABILITIES, InMemoryAdapter.ALL_CAPABILITIES);
    }

    private static Decision decide(Row row, SyncOptions options, Likeness otherwise) {
        return table(options)
                .decide(DecisionTableTest.settled(
                        row.synced(), row.local(), row.remote(), row.alike() ? Likeness.ALIKE : otherwise));
    }

    @Test
    void the_table_has_every_combination_once() {
        assertThat(ROWS.stream()
                        .map(row -> DecisionTableTest.combination(row.synced(), row.local(), row.remote(), row.alike()))
                        .toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(DecisionTableTest.combinations());
    }

    @Test
    void every_combination_is_decided_as_the_table_says_whether_contents_were_asked_for_or_not() {
        for (Row row : ROWS) {
            for (Likeness otherwise : List.of(Likeness.DIFFERENT, Likeness.UNKNOWN)) {
                switch (decide(row, DELETING, otherwise)) {
                    case Decision.One(SyncDirection direction, SyncAction action) -> {
                        assertThat(action.reason()).as("%s", row).isEqualTo(row.reason());
                        assertThat(direction).as("%s", row).isEqualTo(row.direction());
                        assertThat(deed(direction, action)).as("%s", row).isEqualTo(row.deed());
                    }
                    case Decision.Both both -> {
                        assertThat(row.deed()).as("%s", row).isEqualTo("**keep both**");
                        assertThat(both.reason()).as("%s", row).isEqualTo(row.reason());
                    }
                }
            }
        }
    }

    private static String deed(SyncDirection direction, SyncAction action) {
        boolean push = direction == SyncDirection.PUSH;
        return switch (action) {
            case SyncAction.Transfer transfer -> push ? "push" : "pull";
            case SyncAction.Delete delete -> push ? "delete at the remote" : "delete here";
            case SyncAction.Adopt adopt -> "note";
            case SyncAction.Forget forget -> "forget";
            case SyncAction.Unchanged unchanged -> "nothing";
            case SyncAction.LeftAlone left -> "left alone";
            case SyncAction.Conflict conflict -> "conflict";
            case SyncAction.Refused refused -> "refused";
        };
    }

    @Test
    void without_deletes_what_one_side_deleted_is_left_alone_and_nothing_else_changes() {
        for (Row row : ROWS) {
            Decision decision = decide(row, SyncOptions.DEFAULT, Likeness.DIFFERENT);
            if (row.reason() == Reason.DELETED) {
                assertThat(decision).isInstanceOfSatisfying(Decision.One.class, one -> {
                    assertThat(one.action()).isInstanceOf(SyncAction.LeftAlone.class);
                    assertThat(one.action().reason()).isEqualTo(Reason.DELETE_NOT_ASKED);
                    assertThat(one.direction()).isEqualTo(row.direction());
                });
            } else {
                assertThat(decision).as("%s", row).isEqualTo(decide(row, DELETING, Likeness.DIFFERENT));
            }
        }
    }

    @Test
    void with_restore_what_one_side_deleted_comes_back_and_nothing_is_deleted() {
        for (Row row : ROWS) {
            Decision decision = decide(row, DELETING.withRestore(true), Likeness.DIFFERENT);
            boolean lost = row.reason() == Reason.DELETED || row.reason() == Reason.EDIT_KEPT;
            if (lost) {
                assertThat(decision).isInstanceOfSatisfying(Decision.One.class, one -> {
                    assertThat(one.action()).isInstanceOf(SyncAction.Transfer.class);
                    assertThat(one.direction())
                            .isEqualTo(row.local() == ABSENT ? SyncDirection.PULL : SyncDirection.PUSH);
                });
            } else {
                assertThat(decision).as("%s", row).isEqualTo(decide(row, DELETING, Likeness.DIFFERENT));
            }
        }
    }

    @Test
    void no_option_makes_the_table_overwrite_or_delete_what_changed() {
        for (boolean delete : List.of(true, false)) {
            for (boolean restore : List.of(true, false)) {
                for (ConflictPolicy policy : ConflictPolicy.values()) {
                    for (CompareMode mode : CompareMode.values()) {
                        SyncOptions options = SyncOptions.DEFAULT
                                .withDelete(delete)
                                .withRestore(restore)
                                .withConflicts(policy)
                                .withCompare(mode);
                        ROWS.forEach(row -> requireHarmless(row, options));
                    }
                }
            }
        }
    }

    private static void requireHarmless(Row row, SyncOptions options) {
        if (!(decide(row, options, Likeness.DIFFERENT) instanceof Decision.One(var direction, var action))) {
            return;
        }
        SideState target = direction == SyncDirection.PUSH ? row.remote() : row.local();
        boolean replaces = action instanceof SyncAction.Delete
                || (action instanceof SyncAction.Transfer transfer
                        && transfer.target().isPresent());
        if (replaces) {
            assertThat(target).as("%s %s", row, options).isEqualTo(SAME);
        }
    }

    @Test
    void by_size_an_edit_that_keeps_the_length_is_kept_when_the_other_side_deleted_or_changed_it() {
        SyncOptions bySize = DELETING.withCompare(CompareMode.SIZE);
        var old = Samples.version(10, Samples.NOON, "old");
        var edited = Samples.version(10, Samples.NOON.plusSeconds(60), "edited");
        var longer = Samples.version(11, Samples.NOON.plusSeconds(60), "longer");
        var base = Optional.of(Samples.synced(old, old, Optional.empty()));

        var deletedHere = new Step.Settled(
                new Triple(Samples.KEY, Optional.empty(), Optional.of(edited), base),
                ABSENT,
                SAME,
                Likeness.UNKNOWN,
                Optional.empty(),
                false);
        assertThat(table(bySize).decide(deletedHere))
                .isEqualTo(new Decision.One(
                        SyncDirection.PULL, new SyncAction.Transfer(Reason.EDIT_KEPT, edited, Optional.empty())));

        var deletedThere = new Step.Settled(
                new Triple(Samples.KEY, Optional.of(edited), Optional.empty(), base),
                SAME,
                ABSENT,
                Likeness.UNKNOWN,
                Optional.empty(),
                false);
        assertThat(table(bySize).decide(deletedThere))
                .isEqualTo(new Decision.One(
                        SyncDirection.PUSH, new SyncAction.Transfer(Reason.EDIT_KEPT, edited, Optional.empty())));

        var changedHere = new Step.Settled(
                new Triple(Samples.KEY, Optional.of(longer), Optional.of(edited), base),
                CHANGED,
                SAME,
                Likeness.UNKNOWN,
                Optional.empty(),
                false);
        assertThat(table(bySize).decide(changedHere)).isInstanceOf(Decision.Both.class);
    }

    @Test
    void what_the_other_side_cannot_hold_is_refused_and_not_deleted() {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        var small = new Capabilities(Set.of(), 2, 5, 5, all.modifiedPrecision(), Set.of(), Set.of(), Optional.empty());
        var table = new TwoWayTable(DELETING.withRestore(true), all, small);
        for (SideState local : List.of(SAME, CHANGED)) {
            Decision decision = table.decide(DecisionTableTest.settled(true, local, ABSENT, Likeness.UNKNOWN));
            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.One.class, one -> assertThat(one.action()).isInstanceOf(SyncAction.Refused.class));
        }
    }

    @Test
    void the_documentation_shows_this_table() throws IOException {
        GeneratedTable.requireIn("sync.md", TwoWayTableTest.class, markdown());
    }

    private static String markdown() {
        var text = new StringBuilder(
                "| synced before | here | remote | what is done | and why |\n|---|---|---|---|---|\n");
        for (Row row : ROWS) {
            text.append("| ").append(row.synced() ? "yes" : "no");
            text.append(" | ").append(DecisionTableTest.state(row.local(), row.synced()));
            text.append(" | ").append(DecisionTableTest.state(row.remote(), row.synced()));
            if (row.local() == CHANGED || row.remote() == CHANGED) {
                text.append(row.alike() ? ", same content" : "");
            }
            text.append(" | ").append(row.deed());
            text.append(" | ").append(words(row)).append(" |\n");
        }
        return text.toString();
    }

    private static String words(Row row) {
        boolean push = row.direction() == SyncDirection.PUSH;
        return switch (row.reason()) {
            case CHANGED -> push ? "changed here" : "changed at the remote";
            case DELETED -> push ? "deleted here" : "deleted at the remote";
            case NEW -> push ? "new here" : "new at the remote";
            default -> row.reason().text();
        };
    }
}
