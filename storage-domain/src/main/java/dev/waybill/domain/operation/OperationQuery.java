package dev.waybill.domain.operation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Which operations are asked for.
///
/// @param repository only those on this one
/// @param type only those on artifacts of this type
/// @param name only those on artifacts of this name
/// @param version only those on versions of this number
/// @param since only those that began then or later
/// @param limit so many at most, of the latest
public record OperationQuery(
        Optional<String> repository,
        Optional<String> type,
        Optional<String> name,
        OptionalInt version,
        Optional<Instant> since,
        int limit) {
    /// The latest of all.
    public static OperationQuery latest(int limit) {
        return new OperationQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), limit);
    }

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public OperationQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("1 or more operations must be asked for: " + limit);
        }
    }

    /// The same on this repository only.
    public OperationQuery in(String which) {
        return new OperationQuery(Optional.of(which), type, name, version, since, limit);
    }
}
