package dev.waybill.domain.sync.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// The last field of every line: a checksum of all that stands before it, by which damage and edits show.
///
/// It keeps nobody from writing another plan on purpose; that is what the conditions of the steps are for.
final class Seal {
    private static final String BEFORE = ",\"crc\":\"";
    private static final String BEHIND = "\"}";
    private static final int DIGITS = 8;
    private static final int BYTES = BEFORE.length() + DIGITS + BEHIND.length();

    private Seal() {}

    /// The object `json` with the field.
    ///
    /// @param json an object with at least one field, on one line
    static byte[] sealed(byte[] json) {
        int open = json.length - 1;
        byte[] sealed = Arrays.copyOf(json, open + BYTES);
        byte[] seal = (BEFORE + crc(json, open) + BEHIND).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(seal, 0, sealed, open, BYTES);
        return sealed;
    }

    /// Whether the line ends in the field that belongs to it.
    static boolean isIntact(byte[] line) {
        int open = line.length - BYTES;
        if (open < 1) {
            return false;
        }
        String end = new String(line, open, BYTES, StandardCharsets.ISO_8859_1);
        return end.equals(BEFORE + crc(line, open) + BEHIND);
    }

    private static String crc(byte[] line, int length) {
        var crc = new CRC32C();
        crc.update(line, 0, length);
        return HexFormat.of().toHexDigits(crc.getValue(), DIGITS);
    }
}
