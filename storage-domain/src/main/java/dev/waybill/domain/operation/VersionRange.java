package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactReference;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of an artifact or several in a row, as people name them: `net:v3`, `net:production`, `net:v1..v5`.
///
/// @param first the version, or the first of those in a row
/// @param last the number of the last of those in a row
public record VersionRange(ArtifactReference first, Optional<Integer> last) {
    private static final Pattern ROW = Pattern.compile("(.*:[vV][0-9]+)\\.\\.[vV]?([0-9]+)", Pattern.DOTALL);

    /// @throws IllegalArgumentException if a row has no number to begin with, or ends before it begins
    public VersionRange {
        if (last.isPresent() && last.get() < first.version().orElse(Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "the versions of " + first + "..v" + last.get() + " end before they begin; write name:v1..v5");
        }
    }

    /// The versions that a text names.
    ///
    /// @throws IllegalArgumentException naming the text and the rule it breaks
    public static VersionRange parse(String text) {
        Matcher row = ROW.matcher(text);
        if (!row.matches()) {
            return new VersionRange(ArtifactReference.parse(text), Optional.empty());
        }
        ArtifactReference first = ArtifactReference.parse(row.group(1));
        return new VersionRange(
                first,
                ArtifactReference.parse(first.name() + ":v" + row.group(2)).version());
    }

    @Override
    public String toString() {
        return first + last.map(number -> "..v" + number).orElse("");
    }
}
