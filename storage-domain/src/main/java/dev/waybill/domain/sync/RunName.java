package dev.waybill.domain.sync;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/// How runs and plans are named: by when they began, and something that no other has.
final class RunName {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int SUFFIX = 8;

    private RunName() {}

    /// A name for what begins now.
    static String of(Instant begin) {
        return TIME.format(begin) + '-' + UUID.randomUUID().toString().substring(0, SUFFIX);
    }
}
