package dev.waybill.cli.exit;

/// Ends a command with a failure that the command itself found.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /// @param failure what the user is told
    public CommandFailure(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /// The request must not be carried out as it stands.
    public static CommandFailure usage(String message, String remedy) {
        return new CommandFailure(Failure.of(ExitCode.USAGE, message, remedy));
    }

    /// What was named is not there.
    public static CommandFailure notFound(String message, String remedy) {
        return new CommandFailure(Failure.of(ExitCode.NOT_FOUND, message, remedy));
    }

    /// The user broke it off.
    public static CommandFailure cancelled() {
        return new CommandFailure(Failure.of(ExitCode.CANCELLED, "cancelled"));
    }

    /// What the user is told.
    public Failure failure() {
        return failure;
    }
}
