package dev.waybill.domain.sync.trash;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The name of a run: when it began, to the second, and what tells it from others of that second. Names sort by time.
///
/// @param value the name: `20261120T120000Z-1a2b3c4d`
public record RunName(String value) implements Comparable<RunName> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern FORM = Pattern.compile("(\\d{8}T\\d{6}Z)-[0-9a-f]{8}");
    private static final int SUFFIX = 8;

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public RunName {
        if (begun(value).isEmpty()) {
            throw new IllegalArgumentException(
                    "not the name of a run: \"" + value + "\": it must look like 20261120T120000Z-1a2b3c4d");
        }
    }

    /// A new name for a run that begins at `begin`, unlike any other.
    public static RunName of(Instant begin) {
        return new RunName(
                TIME.format(begin) + '-' + UUID.randomUUID().toString().substring(0, SUFFIX));
    }

    /// The name `text`, or empty if it is none.
    public static Optional<RunName> parse(String text) {
        return begun(text).map(begin -> new RunName(text));
    }

    private static Optional<Instant> begun(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TIME.parse(matcher.group(1), Instant::from));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    /// When the run began, to the second.
    public Instant begun() {
        return begun(value).orElseThrow();
    }

    @Override
    public int compareTo(RunName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
