package dev.waybill.port;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Computes one [Checksum] of bytes as they pass. One thread at a time.
public abstract sealed class ContentHasher {
    private final ChecksumAlgorithm algorithm;

    private ContentHasher(ChecksumAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    /// A hasher that has seen no bytes yet.
    public static ContentHasher of(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA256 -> new Digest(algorithm, "SHA-256");
            case SHA1 -> new Digest(algorithm, "SHA-1");
            case MD5 -> new Digest(algorithm, "MD5");
            case CRC32C -> new Jdk(algorithm, new CRC32C());
            case CRC32 -> new Jdk(algorithm, new CRC32());
            case CRC64NVME -> new Nvme();
            case CRC32PAIR -> new Pair();
        };
    }

    /// The checksum of `bytes`.
    public static Checksum hash(ChecksumAlgorithm algorithm, byte[] bytes) {
        var hasher = of(algorithm);
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }

    /// Whether [#combine] can join checksums of this algorithm.
    public static boolean isCombinable(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC64NVME, CRC32PAIR, CRC32C, CRC32 -> true;
            case SHA256, SHA1, MD5 -> false;
        };
    }

    /// The checksum of A followed by B, from the checksums of A and of B, without their bytes.
    ///
    /// @param first the checksum of A
    /// @param second the checksum of B
    /// @param secondBytes the length of B, in bytes
    /// @throws IllegalArgumentException if the two are not of one combinable algorithm
    public static Checksum combine(Checksum first, Checksum second, long secondBytes) {
        if (first.algorithm() != second.algorithm() || !isCombinable(first.algorithm())) {
            throw new IllegalArgumentException("cannot combine " + first + " and " + second);
        }
        if (first.algorithm() == ChecksumAlgorithm.CRC32PAIR) {
            return Pair.combine(first.hex(), second.hex(), secondBytes);
        }
        return ofLong(first.algorithm(), combined(first.algorithm(), first.hex(), second.hex(), secondBytes));
    }

    private static long combined(ChecksumAlgorithm algorithm, String first, String second, long secondBytes) {
        return Crc.combine(
                algorithm, Long.parseUnsignedLong(first, 16), Long.parseUnsignedLong(second, 16), secondBytes);
    }

    private static Checksum ofLong(ChecksumAlgorithm algorithm, long value) {
        var bytes = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        var tail = new byte[algorithm.bytes()];
        System.arraycopy(bytes, Long.BYTES - tail.length, tail, 0, tail.length);
        return Checksum.of(algorithm, tail);
    }

    /// Which checksum this computes.
    public final ChecksumAlgorithm algorithm() {
        return algorithm;
    }

    /// Takes in the `length` bytes of `bytes` from `offset`.
    public abstract void update(byte[] bytes, int offset, int length);

    /// The checksum of all bytes taken in. The hasher must not be used again.
    public abstract Checksum finish();

    private static final class Digest extends ContentHasher {
        private final MessageDigest digest;

        Digest(ChecksumAlgorithm algorithm, String name) {
            super(algorithm);
            try {
                digest = MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform must have " + name, e);
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public Checksum finish() {
            return Checksum.of(algorithm(), digest.digest());
        }
    }

    private static final class Jdk extends ContentHasher {
        private final java.util.zip.Checksum crc;

        Jdk(ChecksumAlgorithm algorithm, java.util.zip.Checksum crc) {
            super(algorithm);
            this.crc = crc;
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            crc.update(bytes, offset, length);
        }

        @Override
        public Checksum finish() {
            return ofLong(algorithm(), crc.getValue());
        }
    }

    private static final class Pair extends ContentHasher {
        private static final int HALF = 2 * Integer.BYTES;

        private final CRC32 first = new CRC32();
        private final CRC32C second = new CRC32C();

        Pair() {
            super(ChecksumAlgorithm.CRC32PAIR);
        }

        static Checksum combine(String left, String right, long rightBytes) {
            long first =
                    combined(ChecksumAlgorithm.CRC32, left.substring(0, HALF), right.substring(0, HALF), rightBytes);
            long second = combined(ChecksumAlgorithm.CRC32C, left.substring(HALF), right.substring(HALF), rightBytes);
            return of(first, second);
        }

        private static Checksum of(long first, long second) {
            return ofLong(ChecksumAlgorithm.CRC32PAIR, first << Integer.SIZE | second);
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            first.update(bytes, offset, length);
            second.update(bytes, offset, length);
        }

        @Override
        public Checksum finish() {
            return of(first.getValue(), second.getValue());
        }
    }

    private static final class Nvme extends ContentHasher {
        private long running = ~0L;

        Nvme() {
            super(ChecksumAlgorithm.CRC64NVME);
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            running = Crc.updateNvme(running, bytes, offset, length);
        }

        @Override
        public Checksum finish() {
            return ofLong(algorithm(), ~running);
        }
    }
}
