package dev.waybill.port;

import java.util.Optional;

/// The rules of [ObjectKey] and [KeyPrefix], stated once.
final class KeyRules {
    private static final int QUOTED_CHARACTERS = 120;

    private KeyRules() {}

    /// The rule that `value` breaks as a key, if any.
    static Optional<String> violation(String value) {
        if (value.isEmpty()) {
            return Optional.of("it is empty");
        }
        if (isPlain(value) && !value.endsWith("/")) {
            return Optional.empty();
        }
        return prefixViolation(value).or(() -> segmentViolation(value.substring(value.lastIndexOf('/') + 1)));
    }

    /// The rule that `value` breaks as a prefix, if any.
    static Optional<String> prefixViolation(String value) {
        if (isPlain(value)) {
            return Optional.empty();
        }
        var characters = characterViolation(value);
        if (characters.isPresent()) {
            return characters;
        }
        int start = 0;
        for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', start)) {
            var segment = segmentViolation(value.substring(start, slash));
            if (segment.isPresent()) {
                return segment;
            }
            start = slash + 1;
        }
        return Optional.empty();
    }

    /// Whether it surely breaks no rule, seen at one glance: a listing makes a key of every name. Printable ASCII, not
    /// too long, without a segment that is empty or begins with a dot; a `/` may end it.
    private static boolean isPlain(String value) {
        char before = '/';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || (before == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            before = c;
        }
        return value.length() <= ObjectKey.MAX_BYTES;
    }

    private static Optional<String> segmentViolation(String segment) {
        return switch (segment) {
            case "" -> Optional.of("it has an empty segment (a leading, doubled or trailing /)");
            case ".", ".." -> Optional.of("it has the segment " + segment);
            default -> Optional.empty();
        };
    }

    private static Optional<String> characterViolation(String value) {
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                return Optional.of("it has the control character U+%04X".formatted((int) c));
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else if (Character.isSurrogate(c)) {
                return Optional.of("it has an unpaired surrogate");
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
            if (bytes > ObjectKey.MAX_BYTES) {
                return Optional.of("it is longer than " + ObjectKey.MAX_BYTES + " bytes of UTF-8");
            }
        }
        return Optional.empty();
    }

    /// Compares two texts as their UTF-8 bytes, unsigned.
    ///
    /// UTF-16 units sort like UTF-8 but for surrogates, which stand for code points above the whole of the
    /// rest and so must sort after U+E000–U+FFFF.
    static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                boolean leftSurrogate = Character.isSurrogate(l);
                return leftSurrogate == Character.isSurrogate(r) ? Character.compare(l, r) : leftSurrogate ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    static void requireMediaType(String type) {
        if (!type.matches("[\\x20-\\x7E]{1,255}")) {
            throw new IllegalArgumentException(
                    "not a media type: " + quoted(type) + ": it must be 1 to 255 printable ASCII characters");
        }
    }

    /// `value` for a message: in quotes, control characters escaped, cut where it is long.
    static String quoted(String value) {
        var text = new StringBuilder("\"");
        value.codePoints().limit(QUOTED_CHARACTERS).forEach(c -> {
            if (Character.isISOControl(c) || (c <= Character.MAX_VALUE && Character.isSurrogate((char) c))) {
                text.append("\\u%04X".formatted(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append(value.length() > QUOTED_CHARACTERS ? "…\"" : "\"").toString();
    }
}
