package dev.waybill.adapter.sftp;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.UploadedPart;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What is known of a part that lies on the server, as its own small file there says. It is written when the
/// part's bytes are on the disk; one that was cut short, or says something else, counts for nothing.
///
/// @param number its place, from 1
/// @param size its length in bytes
/// @param crc32c of its bytes
record PartNote(int number, long size, Checksum crc32c) {
    /// More than any note has, in bytes.
    static final int MAX_BYTES = 512;

    UploadedPart part() {
        var token = new Etag(crc32c().hex() + "-" + Long.toHexString(size));
        return new UploadedPart(number, size, token, Optional.of(crc32c()));
    }

    byte[] text() {
        String text = number + " " + size + " " + crc32c.algorithm() + " " + crc32c.hex();
        return (text + " " + seal(text)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String seal(String text) {
        return ContentHasher.hash(ChecksumAlgorithm.CRC32C, text.getBytes(StandardCharsets.US_ASCII))
                .hex();
    }

    /// Reads a note, or nothing if it is none of this part.
    static Optional<PartNote> parse(int number, byte[] bytes) {
        String all = new String(bytes, StandardCharsets.US_ASCII);
        int end = all.lastIndexOf(' ');
        if (end < 0 || !all.substring(end + 1).equals(seal(all.substring(0, end)))) {
            return Optional.empty();
        }
        String[] words = all.substring(0, end).split(" ", -1);
        var crc32c = new Checksum(ChecksumAlgorithm.valueOf(words[2]), words[3]);
        return Optional.of(new PartNote(Integer.parseInt(words[0]), Long.parseLong(words[1]), crc32c))
                .filter(note -> note.number == number);
    }
}
