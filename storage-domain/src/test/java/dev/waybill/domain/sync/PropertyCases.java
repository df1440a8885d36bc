package dev.waybill.domain.sync;

import dev.waybill.testkit.RandomTree;
import dev.waybill.testkit.TreeEdit;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// Many cases of a property, on some kind of stores. A failure tells its seed and the smallest edits.
///
/// @param stores what each case is tried on
/// @param count how many small trees to try, of each property
public record PropertyCases(CaseStores.Opener stores, long count) {
    private static final int PART_BYTES = 1024;
    private static final int MOST_SMALL = 8;
    private static final long BY_DEFAULT = 10_050;

    /// On these stores, `usual` cases of each property; in proportion more by `-Dwaybill.property.cases`, which counts
    /// those of all properties on all stores.
    public static PropertyCases on(CaseStores.Opener stores, long usual) {
        return new PropertyCases(
                stores, Math.ceilDiv(usual * Long.getLong("waybill.property.cases", BY_DEFAULT), BY_DEFAULT));
    }

    /// The property holds of `edits`; a failure tells the smallest of which it does not.
    public static void holds(long seed, List<TreeEdit> edits, Predicate<List<TreeEdit>> property) {
        if (!property.test(edits)) {
            throw new AssertionError(
                    "seed " + seed + " fails with " + RandomTree.smallest(edits, some -> !property.test(some)));
        }
    }

    /// A property by its seed holds of small trees.
    public void holdOfSmallTrees(LongFunction<Predicate<List<TreeEdit>>> property) {
        for (long seed = 1; seed <= count; seed++) {
            holds(seed, RandomTree.grow(seed, (int) (seed % MOST_SMALL) + 1, PART_BYTES), property.apply(seed));
        }
    }

    /// The property holds of a tree of about `size` objects.
    public void hold(long seed, int size, int edits, BiPredicate<SyncProperties, List<TreeEdit>> property) {
        var properties = new SyncProperties(stores, seed, PART_BYTES, edits);
        List<TreeEdit> grown = RandomTree.grow(seed, size, PART_BYTES);
        if (!property.test(properties, grown)) {
            throw new AssertionError("seed " + seed + " of " + size + " and " + edits + " edits fails with "
                    + RandomTree.smallest(grown, some -> !property.test(properties, some)));
        }
    }

    /// The property holds of small trees, which meet the corners more often.
    public void holdOfSmallTrees(BiPredicate<SyncProperties, List<TreeEdit>> property) {
        for (long seed = 1; seed <= count; seed++) {
            hold(seed, (int) (seed % MOST_SMALL) + 1, (int) (seed / MOST_SMALL % MOST_SMALL) + 1, property);
        }
    }
}
