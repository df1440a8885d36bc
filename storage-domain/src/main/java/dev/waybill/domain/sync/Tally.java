package dev.waybill.domain.sync;

/// How many objects, and how many bytes they have together.
///
/// @param objects how many
/// @param bytes their bytes
public record Tally(long objects, long bytes) {
    /// None.
    public static final Tally NONE = new Tally(0, 0);

    /// The same and one object more.
    public Tally plus(long size) {
        return new Tally(objects + 1, bytes + size);
    }

    /// The same and one object more.
    ///
    /// @throws ArithmeticException if the bytes are more than a `long` holds
    Tally plusExactly(long size) {
        return new Tally(objects + 1, Math.addExact(bytes, size));
    }

    /// Both together.
    public Tally plus(Tally other) {
        return new Tally(objects + other.objects, bytes + other.bytes);
    }
}
