package dev.waybill.port;

import java.util.Base64;
import java.util.HexFormat;

/// A checksum of bytes: of the whole of an object, or of one part where [UploadedPart] says so; never of
/// checksums of parts.
///
/// @param algorithm how it was computed
/// @param hex the value in lower-case hexadecimal, two digits a byte
public record Checksum(ChecksumAlgorithm algorithm, String hex) {
    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public Checksum {
        if (hex.length() != 2 * algorithm.bytes() || !isHex(hex)) {
            throw new IllegalArgumentException("not a " + algorithm + " checksum: " + KeyRules.quoted(hex)
                    + ": it must be " + 2 * algorithm.bytes() + " lower-case hexadecimal digits");
        }
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /// The checksum whose value is `bytes`.
    ///
    /// @throws IllegalArgumentException if `bytes` is not as long as the algorithm's values are
    public static Checksum of(ChecksumAlgorithm algorithm, byte[] bytes) {
        return new Checksum(algorithm, HexFormat.of().formatHex(bytes));
    }

    /// The checksum whose value is given in Base64 (RFC 4648 section 4), as HTTP headers carry it.
    ///
    /// @throws IllegalArgumentException if `base64` is not that, or not as long as the algorithm's values are
    public static Checksum ofBase64(ChecksumAlgorithm algorithm, String base64) {
        return of(algorithm, Base64.getDecoder().decode(base64));
    }

    /// The value in Base64 (RFC 4648 section 4).
    public String toBase64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
