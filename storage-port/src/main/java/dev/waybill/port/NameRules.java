package dev.waybill.port;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which names a store holds, beyond the rules of [ObjectKey] and [Capabilities#maxKeyBytes]: what those who are to
/// write there can know before they send a byte.
///
/// A store refuses a write to a name that breaks one with [StorageException.KeyRejected]. It may refuse others too:
/// not everything can be known beforehand.
///
/// @param traits what tells its names from those of others
/// @param maxSegmentBytes the longest segment, in bytes of UTF-8
/// @param maxSegments the most segments of a key
/// @param forbidden the characters that no segment may have
/// @param reservedNames what no segment may begin with, in any case of letters
/// @param reservedKeys what no key may begin with
public record NameRules(
        Set<NameTrait> traits,
        int maxSegmentBytes,
        int maxSegments,
        String forbidden,
        List<String> reservedNames,
        List<String> reservedKeys) {
    /// Every key is held, and no two of them are taken for one.
    public static final NameRules ANY =
            new NameRules(Set.of(), ObjectKey.MAX_BYTES, ObjectKey.MAX_BYTES, "", List.of(), List.of());

    private static final String DEVICES = "CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9¹²³]";

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public NameRules {
        if (maxSegmentBytes < 1 || maxSegments < 1) {
            throw new IllegalArgumentException(
                    "maxSegmentBytes and maxSegments must be 1 or more: " + maxSegmentBytes + ", " + maxSegments);
        }
        traits = traits.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(traits));
        reservedNames = List.copyOf(reservedNames);
        reservedKeys = List.copyOf(reservedKeys);
    }

    /// The same with these traits, and no others.
    public NameRules withTraits(Set<NameTrait> others) {
        return new NameRules(others, maxSegmentBytes, maxSegments, forbidden, reservedNames, reservedKeys);
    }

    /// The same with segments of at most so many bytes.
    public NameRules withMaxSegmentBytes(int bytes) {
        return new NameRules(traits, bytes, maxSegments, forbidden, reservedNames, reservedKeys);
    }

    /// The same with at most so many segments.
    public NameRules withMaxSegments(int segments) {
        return new NameRules(traits, maxSegmentBytes, segments, forbidden, reservedNames, reservedKeys);
    }

    /// The same with these characters forbidden, and no others.
    public NameRules withForbidden(String characters) {
        return new NameRules(traits, maxSegmentBytes, maxSegments, characters, reservedNames, reservedKeys);
    }

    /// The same with these beginnings of segments and of keys reserved.
    public NameRules withReserved(List<String> names, List<String> keys) {
        return new NameRules(traits, maxSegmentBytes, maxSegments, forbidden, names, keys);
    }

    /// Whether this is one of its traits.
    public boolean has(NameTrait trait) {
        return traits.contains(trait);
    }

    /// Whether names that differ may be taken for one.
    public boolean ignoresSpelling() {
        return has(NameTrait.IGNORES_CASE) || has(NameTrait.IGNORES_FORM);
    }

    /// The rule that `key` breaks, if any.
    public Optional<String> violation(ObjectKey key) {
        return violation(key.value());
    }

    /// The rule that `path`, segments with `/` between them, breaks, if any.
    public Optional<String> violation(String path) {
        for (String reserved : reservedKeys) {
            if (path.startsWith(reserved)) {
                return Optional.of("names under " + reserved + " are reserved");
            }
        }
        int segments = 0;
        for (int begin = 0; begin <= path.length(); segments++) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            var violation = segmentViolation(path.substring(begin, end));
            if (violation.isPresent()) {
                return violation;
            }
            begin = end + 1;
        }
        return segments > maxSegments ? Optional.of("it has more than " + maxSegments + " segments") : Optional.empty();
    }

    /// The rule that `segment` breaks, wherever it stands in a key, if any.
    public Optional<String> segmentViolation(String segment) {
        for (String reserved : reservedNames) {
            if (segment.regionMatches(true, 0, reserved, 0, reserved.length())) {
                return Optional.of("names that begin with " + reserved + " are reserved for unfinished writes");
            }
        }
        if (segment.length() * 3 > maxSegmentBytes
                && segment.getBytes(StandardCharsets.UTF_8).length > maxSegmentBytes) {
            return Optional.of("a segment is longer than the " + maxSegmentBytes + " bytes that a name has here");
        }
        for (int i = 0; i < forbidden.length(); i++) {
            if (segment.indexOf(forbidden.charAt(i)) >= 0) {
                return Optional.of("it has " + shown(forbidden.charAt(i)) + ", which no name here may have");
            }
        }
        return endViolation(segment);
    }

    private Optional<String> endViolation(String segment) {
        if (has(NameTrait.NO_DOT_AT_END) && segment.endsWith(".")) {
            return Optional.of("a segment of it ends with a dot, which would be cut off");
        }
        if (has(NameTrait.NO_SPACE_AT_END) && segment.endsWith(" ")) {
            return Optional.of("a segment of it ends with a space, which would be cut off");
        }
        if (!has(NameTrait.NO_DEVICES)) {
            return Optional.empty();
        }
        String stem = segment.split("\\.", 2)[0].strip().toUpperCase(Locale.ROOT);
        return stem.matches(DEVICES) ? Optional.of("Windows takes " + stem + " for a device") : Optional.empty();
    }

    private static String shown(char character) {
        return character > ' ' && character <= '~' ? "a " + character : "U+%04X".formatted((int) character);
    }

    /// What all names have in common that the store takes for the same as `name`.
    ///
    /// Cases are those of single letters that fold to one: what a file system may know beyond that, as
    /// that the German `ß` is two `s`, only it can tell.
    public String fold(String name) {
        String folded = has(NameTrait.IGNORES_FORM) ? Normalizer.normalize(name, Form.NFD) : name;
        if (!has(NameTrait.IGNORES_CASE)) {
            return folded;
        }
        var lower = new StringBuilder(folded.length());
        folded.codePoints().map(NameRules::lower).forEach(lower::appendCodePoint);
        return lower.toString();
    }

    /// Letters outside of ASCII stay there: only some systems take the Kelvin sign for a k.
    private static int lower(int letter) {
        int lower = Character.toLowerCase(Character.toUpperCase(letter));
        return letter >= 0x80 && lower < 0x80 ? letter : lower;
    }
}
