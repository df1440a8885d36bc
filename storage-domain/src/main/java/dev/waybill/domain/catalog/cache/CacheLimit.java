package dev.waybill.domain.catalog.cache;

/// When a cache is to be looked through, so that it need not be after each addition. What other processes add is seen
/// when it is. Any number of threads may use it.
final class CacheLimit {
    private final long limit;
    private long bytes;
    private long due;
    private boolean measured;

    CacheLimit(long limit) {
        this.limit = limit;
    }

    /// Whether the cache holds too much once so many bytes more are in it, or nobody knows.
    synchronized boolean isExceededBy(long added) {
        bytes += added;
        return !measured || bytes > due;
    }

    /// What is left after a removal: a little less than may be, so that the next is not due at once.
    long lowWater() {
        return limit - limit / 10;
    }

    /// The cache was looked through and holds so much. What is too much and cannot go is not looked for again
    /// before some more has come.
    synchronized void measured(long now) {
        measured = true;
        bytes = now;
        due = now > limit ? now + limit / 20 : Math.min(limit, now + limit / 4);
    }
}
