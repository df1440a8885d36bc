package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.port.StorageException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// How an operation ended.
///
/// @param at when
/// @param outcome whether it was done
/// @param reason why not
/// @param version the number of the version, where it came of the operation
public record OperationEnd(Instant at, Outcome outcome, Optional<String> reason, OptionalInt version) {
    private static final int MOST_CHARACTERS = 500;

    /// Whether an operation was done.
    public enum Outcome {
        /// It was.
        DONE,
        /// It would break a rule, or lose something in use; nothing was changed.
        REFUSED,
        /// Somebody else changed the same thing; theirs stands.
        CONFLICT,
        /// Something went wrong on the way; it may have been done in part.
        FAILED;

        /// How records have it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The end of an operation that was done.
    static OperationEnd done(Instant at, OptionalInt version) {
        return new OperationEnd(at, Outcome.DONE, Optional.empty(), version);
    }

    /// The end of an operation that was not done.
    static OperationEnd failed(Instant at, Throwable failure) {
        Outcome outcome = switch (failure) {
            case StorageException.PreconditionFailed ignored -> Outcome.CONFLICT;
            case ArtifactFailure.Busy ignored -> Outcome.CONFLICT;
            case ArtifactFailure.Malformed ignored -> Outcome.FAILED;
            case ArtifactFailure ignored -> Outcome.REFUSED;
            case IllegalArgumentException ignored -> Outcome.REFUSED;
            case StorageException.NotSupported ignored -> Outcome.REFUSED;
            default -> Outcome.FAILED;
        };
        String reason = failure instanceof InterruptedException ? "cancelled" : String.valueOf(failure.getMessage());
        return new OperationEnd(at, outcome, Optional.of(cut(reason)), OptionalInt.empty());
    }

    private static String cut(String text) {
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
    }
}
