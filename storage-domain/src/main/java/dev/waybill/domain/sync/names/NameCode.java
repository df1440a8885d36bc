package dev.waybill.domain.sync.names;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Writes a segment of a key as a name that every store holds, and reads it back.
///
/// `foo` becomes `%wb8c736521-foo`: the mark, eight digits of the CRC-32 of the segment (with a `/` behind it if
/// it is a folder's), and the segment with all that some disk would change or refuse as `%XX` of its UTF-8. So two
/// segments that differ in spelling alone differ in their digits. What is too long goes on in folders, each but the
/// last with `+`
/// for `-`. Only a name whose digits are right is read as one.
public final class NameCode {
    static final String MARK = "%wb";

    private static final Pattern NAME = Pattern.compile(MARK + "([0-9a-f]{8})([+-])(.*)", Pattern.DOTALL);
    private static final String HARMFUL = "%\"*:<>?\\|";
    private static final int AROUND = MARK.length() + 8 + 1;
    private static final int SHORTEST = 32;

    private NameCode() {}

    /// A segment as it was read.
    ///
    /// @param text the segment
    /// @param wasCoded whether it was written so, and not as it is
    record Segment(String text, boolean wasCoded) {}

    /// Whether a store's name looks like one of these, right or not.
    static boolean isLike(String name) {
        return name.startsWith(MARK) && NAME.matcher(name).matches();
    }

    /// The names for `segment`: one, or more where one would be longer than the store takes.
    ///
    /// @param folder whether others lie in it
    static List<String> encode(String segment, boolean folder, int maxSegmentBytes) {
        String digits = digits(segment, folder);
        int room = Math.max(SHORTEST, maxSegmentBytes) - AROUND;
        var chunks = new ArrayList<String>();
        var chunk = new StringBuilder();
        int bytes = 0;
        for (String unit : units(segment)) {
            int length = unit.getBytes(StandardCharsets.UTF_8).length;
            // What ends a name may have to be written longer.
            if (bytes + length + 2 > room) {
                chunks.add(withoutHarmfulEnd(chunk));
                chunk.setLength(0);
                bytes = 0;
            }
            chunk.append(unit);
            bytes += length;
        }
        chunks.add(withoutHarmfulEnd(chunk));
        var names = new ArrayList<String>();
        for (int i = 0; i < chunks.size(); i++) {
            names.add(MARK + digits + (i < chunks.size() - 1 ? '+' : '-') + chunks.get(i));
        }
        return names;
    }

    /// The characters of `segment` as they are written. Letters stay if no disk puts their accents otherwise.
    private static List<String> units(String segment) {
        var units = new ArrayList<String>();
        boolean plain = isOfOneForm(segment);
        segment.codePoints().forEach(c -> {
            String text = Character.toString(c);
            boolean harmless =
                    c < 0x80 ? c >= ' ' && c <= '~' && HARMFUL.indexOf(c) < 0 : plain && Character.isLetterOrDigit(c);
            if (harmless) {
                units.add(text);
            } else {
                for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
                    units.add("%%%02X".formatted(unit));
                }
            }
        });
        return units;
    }

    private static boolean isOfOneForm(String text) {
        return Normalizer.isNormalized(text, Form.NFC) && Normalizer.isNormalized(text, Form.NFD);
    }

    private static String withoutHarmfulEnd(StringBuilder chunk) {
        String text = chunk.toString();
        if (!text.endsWith(".") && !text.endsWith(" ")) {
            return text;
        }
        int last = text.length() - 1;
        return text.substring(0, last) + "%%%02X".formatted((int) text.charAt(last));
    }

    private static String digits(String segment, boolean folder) {
        var crc = new CRC32();
        crc.update((folder ? segment + "/" : segment).getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /// The segments that the names of `path`, with `/` between them, stand for.
    static List<Segment> decode(String path) {
        String[] names = path.split("/", -1);
        var segments = new ArrayList<Segment>();
        for (int i = 0; i < names.length; ) {
            int end = i;
            Optional<String> text = Optional.empty();
            Matcher first = NAME.matcher(names[i]);
            if (names[i].startsWith(MARK) && first.matches()) {
                var written = new StringBuilder(first.group(3));
                end = endOf(names, i, first, written);
                text = end < 0 ? Optional.empty() : read(written.toString(), first.group(1), end < names.length - 1);
            }
            segments.add(new Segment(text.orElse(names[i]), text.isPresent()));
            i = text.isPresent() ? end + 1 : i + 1;
        }
        return segments;
    }

    /// Where the names end of which the one at `start` is the first; -1 if they do not go together.
    private static int endOf(String[] names, int start, Matcher first, StringBuilder written) {
        int end = start;
        boolean more = first.group(2).equals("+");
        while (more) {
            end++;
            Matcher next = end < names.length ? NAME.matcher(names[end]) : NAME.matcher("");
            if (!next.matches() || !next.group(1).equals(first.group(1))) {
                return -1;
            }
            written.append(next.group(3));
            more = next.group(2).equals("+");
        }
        return end;
    }

    private static Optional<String> read(String written, String digits, boolean folder) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < written.length(); ) {
            int c = written.codePointAt(i);
            if (c != '%') {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            } else if (i + 3 <= written.length()
                    && written.substring(i + 1, i + 3).matches("[0-9A-F]{2}")) {
                bytes.write(Integer.parseInt(written, i + 1, i + 3, 16));
                i += 3;
            } else {
                return Optional.empty();
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return text.indexOf('/') < 0 && digits(text, folder).equals(digits) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
