package dev.waybill.adapter.fs;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.UploadedPart;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// One line of an upload's file `parts`: that a part is there, or is no longer. The last line of a number
/// counts, and a line that was cut short when its process ended counts for nothing.
///
/// @param number the part's
/// @param size its length, or [#GONE]
/// @param crc32c of its bytes
record PartRecord(int number, long size, Checksum crc32c) {
    /// The size in a line that takes the part back.
    static final long GONE = -1;

    private static final Checksum NOTHING = ContentHasher.hash(ChecksumAlgorithm.CRC32C, new byte[0]);

    /// The line that takes part `number` back.
    static PartRecord gone(int number) {
        return new PartRecord(number, GONE, NOTHING);
    }

    UploadedPart toPart() {
        return new UploadedPart(
                number, size, new Etag(crc32c.hex() + "-" + Long.toHexString(size)), Optional.of(crc32c));
    }

    /// The line, with an end of line before it too: one that was cut short may lie there.
    String toLine() {
        String text = number + " " + size + " " + crc32c.hex();
        return "\n" + text + " " + seal(text) + "\n";
    }

    private static String seal(String text) {
        return ContentHasher.hash(ChecksumAlgorithm.CRC32C, text.getBytes(StandardCharsets.US_ASCII))
                .hex();
    }

    /// Takes what the lines of `text` say into the parts that are there, by number.
    static void read(String text, Map<Integer, PartRecord> parts) {
        text.lines().map(PartRecord::parseLine).flatMap(Optional::stream).forEach(part -> {
            if (part.size == GONE) {
                parts.remove(part.number);
            } else {
                parts.put(part.number, part);
            }
        });
    }

    private static Optional<PartRecord> parseLine(String line) {
        int space = line.lastIndexOf(' ');
        if (space < 0 || !line.substring(space + 1).equals(seal(line.substring(0, space)))) {
            return Optional.empty();
        }
        String[] words = line.split(" ", -1);
        return Optional.of(new PartRecord(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                new Checksum(ChecksumAlgorithm.CRC32C, words[2])));
    }
}
