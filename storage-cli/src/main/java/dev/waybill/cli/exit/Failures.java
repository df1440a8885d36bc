package dev.waybill.cli.exit;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.factory.StorageFolderNotFound;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// What whatever a command throws is for the user.
public final class Failures {
    private Failures() {}

    /// The failure as the user is told of it.
    public static Failure of(Throwable thrown) {
        return switch (known(thrown)) {
            case CommandFailure e -> e.failure();
            case StorageException e -> StorageFailures.of(e);
            case ConfigurationException e -> Failure.of(ExitCode.USAGE, text(e));
            case SyncRefused e -> refused(e);
            case ArtifactFailure e -> Failure.of(code(e), text(e));
            case LocalContents.Unusable e ->
                Failure.of(
                        ExitCode.INCOMPLETE,
                        text(e),
                        "waybill artifact get VERSION FOLDER --no-cache does without the cache");
            case StorageFolderNotFound e -> Failure.of(ExitCode.NOT_FOUND, text(e));
            case InterruptedException _ -> CommandFailure.cancelled().failure();
            case IOException e -> Failure.of(ExitCode.INCOMPLETE, "reading or writing failed: " + describe(e));
            case OutOfMemoryError e ->
                Failure.of(
                        ExitCode.INCOMPLETE,
                        "out of memory: " + text(e),
                        "give it more: WAYBILL_JAVA_OPTIONS=-Xmx1g, or move less at once: --transfers 4");
            case Throwable e ->
                Failure.of(
                        ExitCode.DEFECT, "a defect in waybill: " + describe(e), "run it again with -v and report it");
        };
    }

    private static ExitCode code(ArtifactFailure failure) {
        return switch (failure) {
            case ArtifactFailure.NotFound _ -> ExitCode.NOT_FOUND;
            case ArtifactFailure.Ambiguous _ -> ExitCode.USAGE;
            case ArtifactFailure.Malformed _ -> ExitCode.CORRUPT;
            case ArtifactFailure.Refused _ -> ExitCode.GUARDED;
            case ArtifactFailure.Busy _ -> ExitCode.UNAVAILABLE;
        };
    }

    private static Failure refused(SyncRefused refused) {
        return switch (refused) {
            case SyncRefused.Overlap e -> Failure.of(ExitCode.USAGE, text(e));
            case SyncRefused.BadIgnoreFile e -> Failure.of(ExitCode.USAGE, text(e), "mend the line, or remove it");
            case SyncRefused.PairBusy e -> Failure.of(ExitCode.UNAVAILABLE, text(e));
            case SyncRefused.NamesNotNoted e -> Failure.of(ExitCode.GUARDED, text(e));
            case SyncRefused.TooManyNamesClash e -> Failure.of(ExitCode.GUARDED, text(e));
            case SyncRefused.SideEmpty e ->
                Failure.of(
                        ExitCode.GUARDED,
                        text(e),
                        "--restore brings everything back to that side, --force-delete deletes it on the other");
            case SyncRefused.BadPlan e -> Failure.of(ExitCode.USAGE, text(e), "nothing was changed; make a new plan");
            case SyncRefused.OtherStores e ->
                Failure.of(
                        ExitCode.USAGE,
                        text(e),
                        "--storage and --remote name those it is for, if they are configured otherwise here");
            case SyncRefused.UnknownRun e ->
                Failure.of(ExitCode.NOT_FOUND, text(e), "waybill runs shows those that are kept");
            case SyncRefused.OtherPair e ->
                Failure.of(ExitCode.USAGE, text(e), "name its remote with --remote, and its folder with --storage");
            case SyncRefused.StateUnusable e -> Failure.of(ExitCode.INCOMPLETE, text(e));
        };
    }

    /// The nearest thing in the chain of causes that the user can be told of, else what was thrown.
    private static Throwable known(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            if (isTold(e)) {
                return e;
            }
        }
        return thrown instanceof UncheckedIOException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static boolean isTold(Throwable e) {
        return e instanceof CommandFailure
                || e instanceof StorageException
                || e instanceof ConfigurationException
                || e instanceof SyncRefused
                || e instanceof ArtifactFailure
                || e instanceof LocalContents.Unusable
                || e instanceof InterruptedException;
    }

    private static String text(Throwable e) {
        return String.valueOf(e.getMessage());
    }

    private static String describe(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
