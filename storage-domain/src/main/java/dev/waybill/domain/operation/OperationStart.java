package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// An operation as it begins. Holds no credential: neither do names of stores, and of what is saved only names are
/// told.
///
/// @param at when it begins
/// @param who whose program it is: `user@host`
/// @param repository which repository it is done to
/// @param operation what is done
/// @param artifact what it is done to, where it is one artifact
/// @param version the number of the version, where it is one and known yet
/// @param arguments what was said of it, in order
public record OperationStart(
        Instant at,
        String who,
        String repository,
        Operation operation,
        Optional<ArtifactId> artifact,
        OptionalInt version,
        Map<String, String> arguments) {
    /// Copies the arguments.
    public OperationStart {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
}
