package dev.waybill.domain.sync;

import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TreeEdit;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every tree, every edit and every fault: some large trees, and thousands of small ones, which meet the
/// corners more often. A failure tells its seed and the smallest edits. `-Dwaybill.property.cases=100000` tries more.
class SyncPropertyTest {
    private static final int PART_BYTES = 1024;
    private static final int MOST_SMALL = 8;
    private static final int PROPERTIES = 3;

    private static final long SMALL = Long.getLong("waybill.property.cases", 10_200) / PROPERTIES;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    private static void holds(long seed, int size, int edits, BiPredicate<SyncProperties, List<TreeEdit>> property) {
        var properties = new SyncProperties(seed, PART_BYTES, edits);
        List<TreeEdit> grown = RandomTree.grow(seed, size, PART_BYTES);
        if (!property.test(properties, grown)) {
            throw new AssertionError("seed " + seed + " of " + size + " and " + edits + " edits fails with "
                    + RandomTree.smallest(grown, some -> !property.test(properties, some)));
        }
    }

    private static void holdsOfSmallTrees(BiPredicate<SyncProperties, List<TreeEdit>> property) {
        for (long seed = 1; seed <= SMALL; seed++) {
            holds(seed, (int) (seed % MOST_SMALL) + 1, (int) (seed / MOST_SMALL % MOST_SMALL) + 1, property);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_push_makes_the_target_what_the_source_is_and_a_pull_elsewhere_makes_it_again(long seed) {
        holds(seed, 40, 15, SyncProperties::pushedAndPulled);
    }

    @Test
    void so_it_does_with_thousands_of_small_trees() {
        holdsOfSmallTrees(SyncProperties::pushedAndPulled);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_fails_the_target_holds_whole_objects_and_the_next_run_mends_it(long seed) {
        holds(seed, 30, 20, SyncProperties::survivesFaults);
    }

    @Test
    void so_does_the_target_of_thousands_of_small_trees() {
        holdsOfSmallTrees(SyncProperties::survivesFaults);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void edits_on_both_sides_all_arrive_or_are_conflicts(long seed) {
        holds(seed, 30, 10, SyncProperties::losesNoEdit);
    }

    @Test
    void so_do_those_of_thousands_of_small_trees() {
        holdsOfSmallTrees(SyncProperties::losesNoEdit);
    }
}
