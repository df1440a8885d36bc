package dev.waybill.port;

import java.util.Optional;

/// A part of an object's bytes. All offsets and lengths are in bytes and count from 0.
///
/// A range may reach past the end and is then cut there. It is unsatisfiable when it starts at or past the
/// end; only `Span(0, 0)` of an empty object, [Whole] and [Suffix] start nowhere and always can be had.
public sealed interface ByteRange {
    /// Every byte.
    ByteRange WHOLE = new Whole();

    /// The bytes `[offset, offset + length)`.
    static Span of(long offset, long length) {
        return new Span(offset, length);
    }

    /// What this range is of an object of `size` bytes, cut at its end, or empty if it is unsatisfiable.
    Optional<Span> within(long size);

    /// All bytes, of an empty object too.
    record Whole() implements ByteRange {
        @Override
        public Optional<Span> within(long size) {
            return Optional.of(new Span(0, size));
        }
    }

    /// The bytes `[offset, offset + length)`.
    ///
    /// @param offset first byte, 0 or more
    /// @param length how many, 0 or more; `offset + length` must fit a `long`
    record Span(long offset, long length) implements ByteRange {
        /// @throws IllegalArgumentException naming the value and the rule it breaks
        public Span {
            requireNatural("offset", offset);
            requireNatural("length", length);
            if (offset > Long.MAX_VALUE - length) {
                throw new IllegalArgumentException(
                        "byte range ends beyond 2^63-1: offset " + offset + ", length " + length);
            }
        }

        /// The offset behind the last byte.
        public long end() {
            return offset + length;
        }

        @Override
        public Optional<Span> within(long size) {
            if (offset < size) {
                return Optional.of(new Span(offset, Math.min(length, size - offset)));
            }
            return size == 0 && end() == 0 ? Optional.of(this) : Optional.empty();
        }
    }

    /// All bytes from `offset` on.
    ///
    /// @param offset first byte, 0 or more
    record From(long offset) implements ByteRange {
        /// @throws IllegalArgumentException naming the value and the rule it breaks
        public From {
            requireNatural("offset", offset);
        }

        @Override
        public Optional<Span> within(long size) {
            return offset < size ? Optional.of(new Span(offset, size - offset)) : Optional.empty();
        }
    }

    /// The last `length` bytes, or all where there are fewer.
    ///
    /// @param length how many, 0 or more
    record Suffix(long length) implements ByteRange {
        /// @throws IllegalArgumentException naming the value and the rule it breaks
        public Suffix {
            requireNatural("length", length);
        }

        @Override
        public Optional<Span> within(long size) {
            long available = Math.min(length, size);
            return Optional.of(new Span(size - available, available));
        }
    }

    private static void requireNatural(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("byte range " + name + " must be 0 or more: " + value);
        }
    }
}
