package dev.waybill.domain.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Several patterns in one value, parted by commas; a comma of a pattern itself has a backslash before it.
final class PatternList {
    private PatternList() {}

    /// The value that stands for these.
    static String text(List<String> patterns) {
        return patterns.stream().map(pattern -> pattern.replace(",", "\\,")).collect(Collectors.joining(","));
    }

    /// Those that a value stands for.
    static List<String> parse(String text) {
        return Arrays.stream(text.split("(?<!\\\\),", -1))
                .map(pattern -> pattern.strip().replace("\\,", ","))
                .toList();
    }
}
