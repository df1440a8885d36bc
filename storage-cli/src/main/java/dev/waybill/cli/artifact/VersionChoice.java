package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.domain.artifact.ArtifactReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version or several in a row, as they are typed: `net:v3`, `net:production`, `net:v1..v5`.
///
/// @param first the version, or the first of those in a row
/// @param last the number of the last of those in a row
record VersionChoice(ArtifactReference first, Optional<Integer> last) {
    private static final Pattern ROW = Pattern.compile("(.*:[vV][0-9]+)\\.\\.[vV]?([0-9]+)", Pattern.DOTALL);

    /// What was typed, all of it looked at before anything is asked of a store.
    ///
    /// @throws CommandFailure naming what breaks a rule
    static List<VersionChoice> of(List<String> typed) throws InterruptedException {
        return typed.stream().map(VersionChoice::of).toList();
    }

    private static VersionChoice of(String typed) {
        try {
            Matcher row = ROW.matcher(typed);
            if (!row.matches()) {
                return new VersionChoice(ArtifactReference.parse(typed), Optional.empty());
            }
            ArtifactReference first = ArtifactReference.parse(row.group(1));
            Optional<Integer> last =
                    ArtifactReference.parse(first.name() + ":v" + row.group(2)).version();
            if (last.orElse(0) < first.version().orElse(0)) {
                throw CommandFailure.usage(
                        "the versions of " + typed + " end before they begin", "write them as name:v1..v5");
            }
            return new VersionChoice(first, last);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "see waybill artifact --help");
        }
    }

    @Override
    public String toString() {
        return first + last.map(number -> "..v" + number).orElse("");
    }
}
