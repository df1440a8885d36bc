package dev.waybill.adapter.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The time that a text of an HTTP header stands for (RFC 9110 section 5.6.7).
///
/// @param text as it came
/// @param time what it stands for
record HttpDate(String text, Instant time) {
    /// Answers of the same second, of which there are hundreds, have the same text, and reading one takes as long as
    /// signing a request.
    private static volatile Optional<HttpDate> last = Optional.empty();

    /// The time in a header, or empty if it is none.
    static Optional<Instant> parse(String text) {
        var before = last;
        if (before.isPresent() && before.get().text().equals(text)) {
            return Optional.of(before.get().time());
        }
        try {
            var time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            last = Optional.of(new HttpDate(text, time));
            return Optional.of(time);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
