package dev.waybill.port;

/// Arithmetic of the reflected cyclic redundancy checks, as polynomials over GF(2).
final class Crc {
    /// CRC-64/NVME, reflected.
    private static final long NVME = 0x9A6C9329AC4BC9B5L;

    private static final int SLICES = 8;
    private static final long[][] NVME_TABLES = tables();

    private Crc() {}

    private static long polynomial(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC64NVME -> NVME;
            case CRC32C -> 0x82F63B78L;
            case CRC32 -> 0xEDB88320L;
            case SHA256, MD5, SHA1 -> throw new IllegalArgumentException(algorithm + " cannot be combined");
        };
    }

    /// The check of A followed by B, from those of A and of B and the length of B.
    ///
    /// Holds for checks that start from and end with all bits inverted, as these three do: appending B
    /// multiplies the check of A by x to the power of B's bits.
    static long combine(ChecksumAlgorithm algorithm, long first, long second, long secondBytes) {
        long polynomial = polynomial(algorithm);
        int width = algorithm.bytes() * Byte.SIZE;
        long power = 1L << (width - 1 - Byte.SIZE);
        long shifted = first;
        for (long left = secondBytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                shifted = multiply(shifted, power, polynomial, width);
            }
            power = multiply(power, power, polynomial, width);
        }
        return shifted ^ second;
    }

    private static long multiply(long left, long right, long polynomial, int width) {
        long product = 0;
        long term = right;
        for (int bit = width - 1; bit >= 0; bit--) {
            if ((left >>> bit & 1) != 0) {
                product ^= term;
            }
            term = (term & 1) == 0 ? term >>> 1 : term >>> 1 ^ polynomial;
        }
        return product;
    }

    /// Goes on with a CRC-64/NVME whose running value (not inverted) is `crc`, eight bytes a step.
    static long updateNvme(long crc, byte[] bytes, int offset, int length) {
        long value = crc;
        int i = offset;
        int end = offset + length;
        for (; i + SLICES <= end; i += SLICES) {
            value ^= (long) LittleEndian.LONGS.get(bytes, i);
            value = NVME_TABLES[7][(int) value & 0xFF]
                    ^ NVME_TABLES[6][(int) (value >>> 8) & 0xFF]
                    ^ NVME_TABLES[5][(int) (value >>> 16) & 0xFF]
                    ^ NVME_TABLES[4][(int) (value >>> 24) & 0xFF]
                    ^ NVME_TABLES[3][(int) (value >>> 32) & 0xFF]
                    ^ NVME_TABLES[2][(int) (value >>> 40) & 0xFF]
                    ^ NVME_TABLES[1][(int) (value >>> 48) & 0xFF]
                    ^ NVME_TABLES[0][(int) (value >>> 56)];
        }
        for (; i < end; i++) {
            value = NVME_TABLES[0][(int) (value ^ bytes[i]) & 0xFF] ^ value >>> 8;
        }
        return value;
    }

    private static long[][] tables() {
        var tables = new long[SLICES][256];
        for (int n = 0; n < 256; n++) {
            long value = n;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ NVME;
            }
            tables[0][n] = value;
        }
        for (int slice = 1; slice < SLICES; slice++) {
            for (int n = 0; n < 256; n++) {
                long before = tables[slice - 1][n];
                tables[slice][n] = tables[0][(int) before & 0xFF] ^ before >>> 8;
            }
        }
        return tables;
    }

    private static final class LittleEndian {
        static final java.lang.invoke.VarHandle LONGS =
                java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
    }
}
