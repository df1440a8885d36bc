package dev.waybill.cli.command;

import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.layer.RateSchedule;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that hold a run back.
public final class RateFlags {
    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = RateConverter.OfBytes.class,
            description = "Move at most so many bytes a second to or from the remote: 10M, or by the time of the day:"
                    + " '08:00,1M 19:00,off'.")
    private Optional<RateSchedule> bytes = Optional.empty();

    @Option(
            names = "--limit-requests",
            paramLabel = "RATE",
            converter = RateConverter.OfRequests.class,
            description = "Begin at most so many requests a second to the remote: 50/s, or by the time of the day.")
    private Optional<RateSchedule> requests = Optional.empty();

    /// The bounds that are asked for.
    public LimitOptions limits() {
        return LimitOptions.NONE
                .withBytesPerSecond(bytes.orElse(RateSchedule.UNBOUNDED))
                .withRequestsPerSecond(requests.orElse(RateSchedule.UNBOUNDED));
    }
}
