package dev.waybill.adapter.azure;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/// What one block is, as its id says: the id is all that the service keeps of it beside its bytes.
///
/// All ids are equally long, as the service demands of one blob: 48 bytes, 64 characters of Base64.
///
/// @param upload which upload it belongs to, 16 bytes in hexadecimal
/// @param kind what it is for
/// @param number the part's number, or 0
/// @param attempt which try at the part it is: the highest counts
/// @param nonce tells tries apart that two processes made at the same time
/// @param size how many bytes the part has
/// @param crc64 of the part's bytes, as a number; 0 where it is not known yet
record AzureBlock(String upload, Kind kind, int number, int attempt, int nonce, long size, long crc64) {
    private static final byte[] MAGIC = "wb1".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = 48;
    private static final int UPLOAD_BYTES = 16;

    /// Which of two tries at one part counts: the later.
    static final Comparator<AzureBlock> BY_TRY =
            Comparator.comparingInt(AzureBlock::attempt).thenComparingInt(AzureBlock::nonce);

    /// What a block is for.
    enum Kind {
        /// Says that the upload was started; one byte.
        STARTED('S'),
        /// Says that the upload was given up; one byte.
        ABORTED('A'),
        /// A part whose checksum the service has verified.
        PART('P'),
        /// A part that counts only with a [#RECEIPT] beside it.
        UNVERIFIED('U'),
        /// Says that an [#UNVERIFIED] part arrived as it was sent; one byte.
        RECEIPT('R'),
        /// A part of no bytes, for which there is no block: one byte that is left out.
        EMPTY('E'),
        /// A piece of a write that is no upload.
        PIECE('W');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /// The block of an upload that is no part.
    static AzureBlock mark(String upload, Kind kind) {
        return new AzureBlock(upload, kind, 0, 0, 0, 0, 0);
    }

    /// A piece of a write that is no upload.
    static AzureBlock piece(String upload, int number) {
        return new AzureBlock(upload, Kind.PIECE, number, 0, 0, 0, 0);
    }

    /// The same of another kind.
    AzureBlock as(Kind other, long checksum) {
        return new AzureBlock(upload, other, number, attempt, nonce, size, checksum);
    }

    /// The id, in the Base64 that the service asks for.
    String id() {
        var bytes = ByteBuffer.allocate(BYTES);
        bytes.put(MAGIC).put((byte) kind.letter).put(HexFormat.of().parseHex(upload));
        bytes.putInt(number).putInt(attempt).putInt(nonce).putLong(size).putLong(crc64);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /// What an id says, or empty if this adapter did not make it.
    static Optional<AzureBlock> ofId(String id) {
        byte[] bytes = decode(id);
        if (bytes.length != BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(bytes, MAGIC.length, BYTES - MAGIC.length);
        char letter = (char) buffer.get();
        var upload = new byte[UPLOAD_BYTES];
        buffer.get(upload);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.letter == letter)
                .findFirst()
                .map(kind -> new AzureBlock(
                        HexFormat.of().formatHex(upload),
                        kind,
                        buffer.getInt(),
                        buffer.getInt(),
                        buffer.getInt(),
                        buffer.getLong(),
                        buffer.getLong()));
    }

    private static byte[] decode(String id) {
        try {
            return Base64.getDecoder().decode(id);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /// The token by which a completion names this part.
    Etag etag() {
        return new Etag(id());
    }

    /// The checksum that a number is.
    static Checksum checksum(long crc64) {
        return Checksum.of(
                ChecksumAlgorithm.CRC64NVME,
                ByteBuffer.allocate(Long.BYTES).putLong(crc64).array());
    }

    static long number(Checksum checksum) {
        return HexFormat.fromHexDigitsToLong(checksum.hex());
    }

    /// A CRC-64 as the service's headers carry it: its bytes from the last to the first, in Base64.
    static String toHeader(Checksum checksum) {
        var bytes = ByteBuffer.allocate(Long.BYTES).putLong(Long.reverseBytes(number(checksum)));
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /// The CRC-64 that a header carries, if it is one.
    static Optional<Checksum> ofHeader(String header) {
        byte[] bytes = decode(header);
        return bytes.length == Long.BYTES
                ? Optional.of(checksum(Long.reverseBytes(ByteBuffer.wrap(bytes).getLong())))
                : Optional.empty();
    }
}
