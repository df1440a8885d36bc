package dev.waybill.cli.output;

import dev.waybill.port.SkippedEntry;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What listings met that is not an object with a key, worded.
public final class Skips {
    private Skips() {}

    /// `3 links, 1 name that is no key`.
    public static String text(Map<SkippedEntry.Reason, Long> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> Sizes.count(entry.getValue(), thing(entry.getKey())))
                .collect(Collectors.joining(", "));
    }

    /// Whether something of it is missing on the other side, rather than being of no content.
    public static boolean isWorthTelling(Map<SkippedEntry.Reason, Long> counts) {
        return counts.keySet().stream().anyMatch(Skips::isContent);
    }

    /// The name for machines: `unnameable`, `link-loop`.
    public static String machineName(SkippedEntry.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isContent(SkippedEntry.Reason reason) {
        return switch (reason) {
            case FOLDER_MARKER, EMPTY_FOLDER -> false;
            case UNNAMEABLE, LINK, LINK_LOOP, LINK_OUTSIDE, SPECIAL_FILE -> true;
        };
    }

    private static String thing(SkippedEntry.Reason reason) {
        return switch (reason) {
            case UNNAMEABLE -> "unusable name";
            case FOLDER_MARKER -> "folder marker";
            case EMPTY_FOLDER -> "empty folder";
            case LINK -> "symbolic link";
            case LINK_LOOP -> "looping link";
            case LINK_OUTSIDE -> "outside link";
            case SPECIAL_FILE -> "special file";
        };
    }
}
