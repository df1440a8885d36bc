package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.port.Checksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// How long others are waited for that have a lock: as long as they get on. A program that was stopped keeps its locks,
/// and nothing tells it from one that works but that nothing comes of it. One wait, by one thread.
final class LockPatience {
    /// How long nothing may come of a lock: longer than a connection that hangs takes to be given up.
    static final Duration IDLE_AT_MOST = Duration.ofMinutes(5);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Clock clock;
    private final String what;
    private final LongSupplier sign;
    private Instant looked;
    private long seen;
    private Duration idle = Duration.ZERO;

    /// @param what that which the lock is of
    /// @param sign another number whenever whoever has the lock got on
    LockPatience(Clock clock, String what, LongSupplier sign) {
        this.clock = clock;
        this.what = what;
        this.sign = sign;
        this.looked = clock.instant();
        this.seen = sign.getAsLong();
    }

    /// For the lock of a content: whoever has it gets on when a byte of that is written, or of a large fetch.
    static LockPatience withContent(Clock clock, CacheFolder folder, Checksum digest) {
        return new LockPatience(clock, "the content " + digest, () -> sign(folder, digest));
    }

    /// For a lock whose holder shows nothing of what it does.
    static LockPatience with(Clock clock, String what) {
        return new LockPatience(clock, what, () -> 0);
    }

    private static long sign(CacheFolder folder, Checksum digest) {
        long sign = written(folder.content(digest).resolveSibling(""));
        try (Stream<Path> tops = Files.list(folder.contents())) {
            return sign
                    + tops.filter(top -> !CacheFolder.isShelf(top))
                            .mapToLong(LockPatience::written)
                            .sum();
        } catch (IOException | UncheckedIOException gone) {
            return sign;
        }
    }

    private static long written(Path top) {
        try (Stream<Path> files = Files.walk(top)) {
            return files.mapToLong(LockPatience::change).sum();
        } catch (IOException | UncheckedIOException gone) {
            return 1;
        }
    }

    private static long change(Path file) {
        try {
            var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return facts.lastModifiedTime().to(TimeUnit.NANOSECONDS) + facts.size();
        } catch (IOException gone) {
            return 1;
        }
    }

    /// To be called again and again while the lock cannot be had.
    ///
    /// @throws LocalContents.Unusable if nothing came of it for so long
    void waited() {
        Instant now = clock.instant();
        Duration since = Duration.between(looked, now);
        if (since.compareTo(BETWEEN_LOOKS) < 0 && !since.isNegative()) {
            return;
        }
        looked = now;
        long sees = sign.getAsLong();
        // This program may have been stopped, too, or the clock set: that is no time that was waited.
        idle = sees != seen ? Duration.ZERO : idle.plus(since.compareTo(BETWEEN_LOOKS) > 0 ? BETWEEN_LOOKS : since);
        seen = sees;
        if (idle.compareTo(IDLE_AT_MOST) > 0) {
            throw new LocalContents.Unusable(what + " has been locked by another program for "
                    + IDLE_AT_MOST.toMinutes() + " minutes in which nothing came of it; it may have been stopped or"
                    + " paused");
        }
    }
}
