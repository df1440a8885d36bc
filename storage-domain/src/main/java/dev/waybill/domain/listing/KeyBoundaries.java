package dev.waybill.domain.listing;

import dev.waybill.port.ObjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Finds keys at which what is left of a listing can be split, from one key of it: the outermost place at which those
/// behind part from it, and the characters with which they go on there. Any number of threads may ask.
///
/// What it finds is a guess: the pieces may be of any length. Splitting is right at any key.
final class KeyBoundaries {
    /// Characters that names are counted or hashed by, in the order of keys.
    private static final List<String> CLASSES =
            List.of("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz");

    /// Behind these and all of ASCII that a key can hold.
    private static final char BEHIND = '~';

    /// Stores that sort by UTF-16 units place characters from here on otherwise.
    private static final char FIRST_SORTED_OTHERWISE = '\uD800';

    private static final int LENGTHS_AT_ONCE = 4;

    private final KeyProbe probe;

    KeyBoundaries(KeyProbe probe) {
        this.probe = probe;
    }

    /// Keys behind `from` and before `until`, in order: none if nothing was found out.
    ///
    /// @throws dev.waybill.port.StorageException if the store cannot tell
    NavigableSet<ObjectKey> between(ObjectKey from, Optional<ObjectKey> until) throws InterruptedException {
        var found = new TreeSet<ObjectKey>();
        Optional<Integer> place = parting(from.value(), until);
        if (place.isPresent()) {
            String common = from.value().substring(0, place.get());
            Map<String, Character> begun = classes(common, from.value().charAt(place.get()), until);
            List<String> asked = begun.entrySet().stream()
                    .flatMapToInt(some -> some.getKey().chars().filter(c -> c >= some.getValue()))
                    .mapToObj(c -> common + (char) c)
                    .toList();
            probe.behind(asked, until).forEach((begin, first) -> {
                if (first.value().startsWith(begin)) {
                    found.add(ObjectKey.of(begin));
                }
            });
        }
        return found;
    }

    /// The classes that keys behind `common` and `own` go on with, each from its first character that occurs.
    private Map<String, Character> classes(String common, char own, Optional<ObjectKey> until)
            throws InterruptedException {
        var before = new LinkedHashMap<String, String>();
        for (String characters : CLASSES) {
            if (characters.charAt(characters.length() - 1) > own) {
                char last = (char) Math.max(own, characters.charAt(0) - 1);
                before.put(characters, common + last + BEHIND);
            }
        }
        Map<String, ObjectKey> found = probe.behind(before.values(), until);
        var begun = new LinkedHashMap<String, Character>();
        before.forEach((characters, text) -> {
            ObjectKey first = found.get(text);
            if (first != null && first.value().length() > common.length()) {
                char c = first.value().charAt(common.length());
                if (first.value().startsWith(common) && characters.indexOf(c) >= 0) {
                    // What goes on with more than ASCII behind `own` lies behind it too.
                    begun.put(characters, (char) Math.max(c, own + 1));
                }
            }
        });
        return begun;
    }

    /// The first place behind the prefix at which a key behind `text` differs from it.
    private Optional<Integer> parting(String text, Optional<ObjectKey> until) throws InterruptedException {
        int low = probe.prefix().value().length();
        int high = (int) text.chars().takeWhile(c -> c < FIRST_SORTED_OTHERWISE).count();
        // That something lies behind all that begins as the text does stays true for longer beginnings.
        boolean known = false;
        while (high - low > 1 || !known) {
            if (high <= low) {
                return Optional.empty();
            }
            List<Integer> lengths = spread(low + 1, known ? high - 1 : high);
            Map<String, ObjectKey> found = probe.behind(
                    lengths.stream().map(length -> begin(text, length)).toList(), until);
            Optional<Integer> shortest = lengths.stream()
                    .filter(length -> found.containsKey(begin(text, length)))
                    .findFirst();
            if (shortest.isEmpty() && !known) {
                return Optional.empty();
            }
            int end = shortest.orElse(high);
            low = lengths.stream()
                    .filter(length -> length < end)
                    .reduce((a, b) -> b)
                    .orElse(low);
            high = end;
            known = true;
        }
        return Optional.of(high - 1);
    }

    private static String begin(String text, int length) {
        return text.substring(0, length) + BEHIND;
    }

    /// Some of the numbers, the last among them.
    private static List<Integer> spread(int from, int to) {
        int all = to - from + 1;
        int some = Math.min(LENGTHS_AT_ONCE, all);
        return IntStream.rangeClosed(1, some)
                .mapToObj(i -> from - 1 + all * i / some)
                .toList();
    }
}
