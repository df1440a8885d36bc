package dev.waybill.domain.catalog.cache;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// Keeps a cache within its size. Any number of threads, and of processes, may use it; one of them at a time removes.
final class CacheSize {
    /// How long ago a fetch was begun that gives way to what is kept, if nobody goes on with it.
    private static final Duration UNFINISHED_FOR = Duration.ofDays(7);

    private final CacheSettings settings;
    private final CacheFolder folder;
    private final CacheLocks locks;
    private final ContentFiles files;
    private final Consumer<? super String> warnings;
    private final CacheLimit limit;

    CacheSize(
            CacheSettings settings,
            CacheFolder folder,
            CacheLocks locks,
            ContentFiles files,
            Consumer<? super String> warnings) {
        this.settings = settings;
        this.folder = folder;
        this.locks = locks;
        this.files = files;
        this.warnings = warnings;
        this.limit = new CacheLimit(settings.limitBytes());
    }

    /// So many bytes came.
    void added(long bytes) {
        if (limit.isExceededBy(bytes)) {
            try {
                shrink();
            } catch (IOException e) {
                warnings.accept("the cache " + settings.folder() + " cannot be kept within its size: " + e);
            }
        }
    }

    /// Removes what was used longest ago, until the cache holds no more than it may. Who else does so at the time does
    /// it for all.
    @SuppressWarnings("try") // the lock is only held
    private void shrink() throws IOException {
        var lock = locks.tryLock(CacheLocks.EVICTION, false);
        if (lock.isEmpty()) {
            return;
        }
        try (var held = lock.get()) {
            CacheUsage usage = usage();
            if (usage.bytes() > settings.limitBytes() && usage.unfinishedBytes() > 0) {
                files.giveUpUnfinished(locks, settings.clock().instant().minus(UNFINISHED_FOR));
            }
            var before = eviction(CacheClearing.ALL.downTo(limit.lowWater()));
            long bytes = before.usage(settings.limitBytes()).bytes();
            if (bytes > settings.limitBytes()) {
                bytes -= before.run().bytes();
            }
            limit.measured(bytes);
        }
    }

    private CacheEviction eviction(CacheClearing clearing) throws IOException {
        return new CacheEviction(
                folder,
                locks,
                clearing,
                file -> warnings.accept("the record " + file + " of the cache is damaged and left out"));
    }

    /// Removes what was used longest ago, as asked for.
    @SuppressWarnings("try") // the lock is only held
    CacheCleared clear(CacheClearing clearing) throws IOException, InterruptedException {
        var patience = LockPatience.with(settings.clock(), "clearing the cache " + settings.folder());
        try (var held = locks.lock(CacheLocks.EVICTION, false, patience)) {
            boolean everything = clearing.repository().isEmpty() && clearing.keepBytes() == 0;
            if (everything && !clearing.dryRun()) {
                files.giveUpUnfinished(locks, Instant.MAX);
            }
            return eviction(clearing).run();
        }
    }

    /// How much there is.
    CacheUsage usage() throws IOException {
        return eviction(CacheClearing.ALL).usage(settings.limitBytes());
    }
}
