package dev.waybill.cli.output;

/// Text that came from outside, made fit for a terminal.
public final class SafeText {
    private SafeText() {}

    /// `text` on one line and without anything that a terminal obeys: control characters, unpaired surrogates and
    /// what turns the direction of writing are written as `\n`, `\t` or `\u001B`.
    public static String of(String text) {
        return text.codePoints().noneMatch(SafeText::isHarmful) ? text : escaped(text);
    }

    private static String escaped(String text) {
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (!isHarmful(c)) {
                safe.appendCodePoint(c);
            } else if (c == '\n') {
                safe.append("\\n");
            } else if (c == '\t') {
                safe.append("\\t");
            } else {
                safe.append("\\u%04X".formatted(c));
            }
        });
        return safe.toString();
    }

    /// Bidirectional controls (Unicode UAX 9, section 2) can make a name read as another.
    private static boolean isHarmful(int c) {
        boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
        boolean breaks = c == 0x2028 || c == 0x2029;
        return Character.isISOControl(c) || turns || breaks || Character.getType(c) == Character.SURROGATE;
    }
}
