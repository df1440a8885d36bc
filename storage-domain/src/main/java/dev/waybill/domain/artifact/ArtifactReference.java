package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.VersionsDocument;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How people name a version: `name:v3`, `name:production`, `model/name:latest`; `name` alone is its latest.
///
/// A `v` before digits makes a number, in either case; everything else is an alias, digits alone too.
///
/// @param type the type, where it is said
/// @param name the name of the artifact
/// @param version the number, where it is said
/// @param alias the alias, where no number is said
public record ArtifactReference(Optional<String> type, String name, Optional<Integer> version, Optional<String> alias) {
    private static final Pattern FORM = Pattern.compile("(?:([^/:]+)/)?([^/:]+)(?::([^/:]*))?");
    private static final Pattern NUMBER = Pattern.compile("[vV]([0-9]+)");

    /// The version that a text names.
    ///
    /// @throws IllegalArgumentException naming the text and the rule it breaks
    public static ArtifactReference parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a version of an artifact: " + NameRules.quoted(text)
                    + ": it must be name, name:v3 or name:alias, with type/ before it where two types have the name");
        }
        Optional<String> type = Optional.ofNullable(form.group(1));
        type.ifPresent(said -> NameRules.require("type of an artifact", said));
        NameRules.require("name of an artifact", form.group(2));
        String reference = form.group(3) == null ? "latest" : form.group(3);
        Matcher number = NUMBER.matcher(reference);
        if (number.matches()) {
            return new ArtifactReference(
                    type, form.group(2), Optional.of(number(text, number.group(1))), Optional.empty());
        }
        if (reference.isBlank()) {
            throw new IllegalArgumentException(
                    "not a version of an artifact: " + NameRules.quoted(text) + ": nothing stands behind the colon");
        }
        return new ArtifactReference(type, form.group(2), Optional.empty(), Optional.of(reference));
    }

    /// The version of this number.
    public static ArtifactReference of(ArtifactId artifact, int version) {
        return new ArtifactReference(
                Optional.of(artifact.type()), artifact.name(), Optional.of(version), Optional.empty());
    }

    private static int number(String text, String digits) {
        long number = digits.length() > 10 ? 0 : Long.parseLong(digits);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a version of an artifact: " + NameRules.quoted(text)
                    + ": a version must be 1 to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    /// The same text, if it can be an alias that is set by hand.
    ///
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public static String requireAlias(String alias) {
        NameRules.requireAlias(alias);
        if (alias.equals(VersionsDocument.LATEST)) {
            throw new IllegalArgumentException("the alias latest is that of the newest version; it is not set by hand");
        }
        return alias;
    }

    /// Whether it names the latest version, whatever its number.
    boolean isLatest() {
        return version.isEmpty() && alias.orElse(VersionsDocument.LATEST).equals(VersionsDocument.LATEST);
    }

    @Override
    public String toString() {
        return type.map(said -> said + "/").orElse("") + name + ":"
                + version.map(number -> "v" + number).orElse(alias.orElse("latest"));
    }
}
