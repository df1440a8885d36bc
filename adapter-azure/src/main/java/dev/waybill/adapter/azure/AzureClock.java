package dev.waybill.adapter.azure;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The time by which requests are dated and signed. Any number of threads.
///
/// @param clock the time
record AzureClock(Clock clock) {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    Instant now() {
        return clock.instant();
    }

    /// The time as `x-ms-date` has it (RFC 9110 section 5.6.7).
    String httpDate() {
        return HTTP_DATE.format(now());
    }
}
