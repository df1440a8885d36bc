package dev.waybill.port;

/// How a [Checksum] is computed. Where two sides share several, the first of this order says most about the
/// bytes.
public enum ChecksumAlgorithm {
    /// SHA-256 (FIPS 180-4), 32 bytes.
    SHA256(32),
    /// SHA-1 (FIPS 180-4), 20 bytes. Guards against accidents, not against an attacker.
    SHA1(20),
    /// MD5 (RFC 1321), 16 bytes. Guards against accidents, not against an attacker.
    MD5(16),
    /// CRC-64/NVME (NVM Command Set Specification 1.0d), 8 bytes, big-endian. What S3 computes by itself.
    CRC64NVME(8),
    /// CRC-32 and behind it CRC-32C, 8 bytes. Their polynomials share no factor, so two contents of one length that
    /// agree in both differ by a multiple of the product: it tells contents apart as a CRC of 64 bits does, and
    /// processors compute each half in hardware. No store keeps it.
    CRC32PAIR(8),
    /// CRC-32C (RFC 3720 appendix B.4), 4 bytes, big-endian. What GCS keeps.
    CRC32C(4),
    /// CRC-32 (ISO 3309, as in zip), 4 bytes, big-endian.
    CRC32(4);

    private final int bytes;

    ChecksumAlgorithm(int bytes) {
        this.bytes = bytes;
    }

    /// The length of a value, in bytes.
    public int bytes() {
        return bytes;
    }
}
