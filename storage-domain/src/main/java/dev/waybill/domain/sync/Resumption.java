package dev.waybill.domain.sync;

/// What a run made of the transfers in parts that earlier runs left, and what it leaves itself.
///
/// @param objects how many it went on with
/// @param parts how many of their parts were there already
/// @param bytes how many bytes those parts have
/// @param resumable how many transfers the next run can go on with
public record Resumption(long objects, long parts, long bytes, long resumable) {
    /// Nothing was left.
    public static final Resumption NONE = new Resumption(0, 0, 0, 0);

    Resumption plus(long moreParts, long moreBytes) {
        return new Resumption(objects + 1, parts + moreParts, bytes + moreBytes, resumable);
    }

    Resumption withResumable(long count) {
        return new Resumption(objects, parts, bytes, count);
    }
}
