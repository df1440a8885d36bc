package dev.waybill.cli.artifact;

import dev.waybill.cli.command.AgeConverter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a moment: a day, a time in UTC, or an age.
final class MomentConverter implements ITypeConverter<MomentConverter.Moment> {
    /// For picocli.
    MomentConverter() {}

    /// A moment, or how long ago it was.
    ///
    /// @param at the moment, where it was said
    /// @param ago how long ago, where that was said
    record Moment(Optional<Instant> at, Duration ago) {
        Instant by(Clock clock) {
            return at.orElseGet(() -> clock.instant().minus(ago));
        }
    }

    @Override
    public Moment convert(String text) {
        try {
            Instant at = text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            return new Moment(Optional.of(at), Duration.ZERO);
        } catch (DateTimeParseException e) {
            return age(text);
        }
    }

    private static Moment age(String text) {
        try {
            return new Moment(Optional.empty(), new AgeConverter().convert(text));
        } catch (TypeConversionException e) {
            throw new TypeConversionException("not a time: " + text
                    + "; it is written as 2026-11-27, 2026-11-27T12:00:00Z, or 7d for so long ago");
        }
    }
}
