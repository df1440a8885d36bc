package dev.waybill.testkit;

import dev.waybill.port.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// Edits that make a tree of objects, random but the same for the same seed, to test properties with.
///
/// Keys have names that are hard to carry, and sizes lie around those where code changes its ways. A failing
/// list of edits is made smaller by [#smallest]: any edits may be left out, since an edit that makes no sense
/// on a tree does nothing.
public final class RandomTree {
    private static final Instant START = Instant.parse("2024-05-06T07:08:09Z");

    private static final List<String> FOLDERS =
            List.of("", "", "a/", "a-b/", "a/x/", "data set/", "%2F/", "\u00FC/\u6771\u4EAC/", "deep/er/and/deeper/");

    private static final List<String> NAMES = List.of(
            "a-b",
            "a!",
            "a0",
            "x",
            "plain.bin",
            "with space.txt",
            " lead",
            "trail ",
            "100%",
            "%46",
            "a+b",
            "#1",
            "quote'\"",
            "semi;colon",
            "\uFF21",
            "\uD83D\uDCA1",
            "caf\u00E9",
            "Z\u00FCrich",
            ".hidden",
            "dot.",
            "back\\slash",
            "star*",
            "tilde~",
            "comma,eq=",
            "UPPER");

    private RandomTree() {}

    /// A tree of about `objects` objects, made of puts alone.
    ///
    /// @param partBytes the size around which some objects lie; others are empty or have a byte
    public static List<TreeEdit> grow(long seed, int objects, int partBytes) {
        var random = new Random(seed);
        var edits = new ArrayList<TreeEdit>();
        for (int i = 0; i < objects; i++) {
            edits.add(put(random, key(random, i), partBytes));
        }
        return List.copyOf(edits);
    }

    /// Edits of a tree: of each five, about two change or add, one deletes, one renames, one touches.
    public static List<TreeEdit> edit(long seed, ObjectTree tree, int count, int partBytes) {
        var random = new Random(seed);
        var edits = new ArrayList<TreeEdit>();
        var current = tree;
        for (int i = 0; i < count; i++) {
            var edit = edit(random, current, i, partBytes);
            edits.add(edit);
            current = current.after(edit);
        }
        return List.copyOf(edits);
    }

    private static TreeEdit edit(Random random, ObjectTree tree, int number, int partBytes) {
        var keys = List.copyOf(tree.objects().keySet());
        if (keys.isEmpty()) {
            return put(random, key(random, number), partBytes);
        }
        var some = keys.get(random.nextInt(keys.size()));
        return switch (random.nextInt(5)) {
            case 0 -> put(random, some, partBytes);
            case 1 -> put(random, key(random, 100 + number), partBytes);
            case 2 -> new TreeEdit.Delete(some);
            case 3 -> new TreeEdit.Rename(some, key(random, 200 + number));
            default -> new TreeEdit.Touch(some, time(random));
        };
    }

    private static TreeEdit put(Random random, ObjectKey key, int partBytes) {
        return new TreeEdit.Put(key, new ObjectTree.Content(size(random, partBytes), random.nextInt(), time(random)));
    }

    private static ObjectKey key(Random random, int number) {
        String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return ObjectKey.of(folder + (random.nextBoolean() ? name : name + "-" + number));
    }

    private static int size(Random random, int partBytes) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> partBytes - 1;
            case 3 -> partBytes;
            case 4 -> partBytes + 1;
            case 5 -> 2 * partBytes + 7;
            default -> random.nextInt(Math.max(1, partBytes));
        };
    }

    private static Instant time(Random random) {
        return START.plus(Duration.ofSeconds(random.nextInt(100_000_000)));
    }

    /// The fewest edits, in their order, that leaving out one by one or many at a time comes to and of which
    /// `fails` still holds.
    ///
    /// @param edits some of which it holds
    /// @throws IllegalArgumentException if it does not hold of `edits`
    public static List<TreeEdit> smallest(List<TreeEdit> edits, Predicate<List<TreeEdit>> fails) {
        if (!fails.test(edits)) {
            throw new IllegalArgumentException("these edits do not fail: " + edits);
        }
        List<TreeEdit> smallest = List.copyOf(edits);
        for (int chunk = Math.max(1, smallest.size() / 2); chunk > 0; ) {
            var smaller = without(smallest, chunk, fails);
            if (smaller.size() == smallest.size()) {
                chunk /= 2;
            }
            smallest = smaller;
        }
        return smallest;
    }

    /// What is left when each run of `chunk` edits that the failure does not need is gone.
    private static List<TreeEdit> without(List<TreeEdit> edits, int chunk, Predicate<List<TreeEdit>> fails) {
        var kept = new ArrayList<>(edits);
        for (int at = 0; at < kept.size(); ) {
            var candidate = new ArrayList<>(kept);
            candidate.subList(at, Math.min(at + chunk, candidate.size())).clear();
            if (fails.test(Collections.unmodifiableList(candidate))) {
                kept = candidate;
            } else {
                at += chunk;
            }
        }
        return List.copyOf(kept);
    }
}
