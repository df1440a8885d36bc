package dev.waybill.cli.exit;

import java.util.Optional;

/// A failure as the user is told of it.
///
/// @param code how the command ends by it
/// @param message what failed, naming the thing
/// @param remedy what to do about it, where something can be done
public record Failure(ExitCode code, String message, Optional<String> remedy) {
    /// A failure with a remedy.
    public static Failure of(ExitCode code, String message, String remedy) {
        return new Failure(code, message, Optional.of(remedy));
    }

    /// A failure whose message says all.
    public static Failure of(ExitCode code, String message) {
        return new Failure(code, message, Optional.empty());
    }
}
