package dev.waybill.port;

/// Arithmetic of the reflected cyclic redundancy checks, as polynomials over GF(2).
final class Crc {
    /// CRC-64/NVME, reflected.
    private static final long NVME = 0x9A6C9329AC4BC9B5L;

    private static final int SLICES = 16;
    private static final int BYTE_VALUES = 256;
    private static final long[] NVME_TABLE = table();

    private Crc() {}

    private static long polynomial(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC64NVME -> NVME;
            case CRC32C -> 0x82F63B78L;
            case CRC32 -> 0xEDB88320L;
            case CRC32PAIR, SHA256, MD5, SHA1 -> throw new IllegalArgumentException(algorithm + " cannot be combined");
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

    /// Goes on with a CRC-64/NVME whose running value (not inverted) is `crc`, sixteen bytes a step.
    ///
    /// Written out, over one table: commands run without the optimising compiler, and the other does
    /// neither unroll nor take out of the loop what stays the same.
    static long updateNvme(long crc, byte[] bytes, int offset, int length) {
        long[] t = NVME_TABLE;
        long value = crc;
        int i = offset;
        int end = offset + length;
        for (; i + SLICES <= end; i += SLICES) {
            long first = value ^ (long) LittleEndian.LONGS.get(bytes, i);
            long second = (long) LittleEndian.LONGS.get(bytes, i + Long.BYTES);
            int a = (int) first;
            int b = (int) (first >>> 32);
            int c = (int) second;
            int d = (int) (second >>> 32);
            value = t[0xF00 + (a & 0xFF)]
                    ^ t[0xE00 + (a >>> 8 & 0xFF)]
                    ^ t[0xD00 + (a >>> 16 & 0xFF)]
                    ^ t[0xC00 + (a >>> 24)]
                    ^ t[0xB00 + (b & 0xFF)]
                    ^ t[0xA00 + (b >>> 8 & 0xFF)]
                    ^ t[0x900 + (b >>> 16 & 0xFF)]
                    ^ t[0x800 + (b >>> 24)]
                    ^ t[0x700 + (c & 0xFF)]
                    ^ t[0x600 + (c >>> 8 & 0xFF)]
                    ^ t[0x500 + (c >>> 16 & 0xFF)]
                    ^ t[0x400 + (c >>> 24)]
                    ^ t[0x300 + (d & 0xFF)]
                    ^ t[0x200 + (d >>> 8 & 0xFF)]
                    ^ t[0x100 + (d >>> 16 & 0xFF)]
                    ^ t[d >>> 24];
        }
        for (; i < end; i++) {
            value = t[(int) (value ^ bytes[i]) & 0xFF] ^ value >>> 8;
        }
        return value;
    }

    /// For each place in a step, and each byte there, what it makes of the check; that of the last place first.
    private static long[] table() {
        var table = new long[SLICES * BYTE_VALUES];
        for (int n = 0; n < BYTE_VALUES; n++) {
            long value = n;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ NVME;
            }
            table[n] = value;
        }
        for (int n = BYTE_VALUES; n < table.length; n++) {
            long before = table[n - BYTE_VALUES];
            table[n] = table[(int) before & 0xFF] ^ before >>> 8;
        }
        return table;
    }

    private static final class LittleEndian {
        static final java.lang.invoke.VarHandle LONGS =
                java.lang.invoke.MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
    }
}
