package dev.waybill.cli.exit;

import dev.waybill.port.StorageException;
import java.util.Optional;

/// What each kind of failure of a store is for the user. The one switch over the kinds.
public final class StorageFailures {
    private StorageFailures() {}

    /// The failure as the user is told of it.
    public static Failure of(StorageException e) {
        return new Failure(code(e), String.valueOf(e.getMessage()), remedy(e));
    }

    /// How a command ends that fails so.
    public static ExitCode code(StorageException e) {
        return switch (e) {
            case StorageException.ObjectNotFound _,
                    StorageException.StoreNotFound _,
                    StorageException.UploadNotFound _ -> ExitCode.NOT_FOUND;
            case StorageException.RangeUnsatisfiable _,
                    StorageException.KeyRejected _,
                    StorageException.NotSupported _ -> ExitCode.USAGE;
            case StorageException.PreconditionFailed _,
                    StorageException.NotModified _,
                    StorageException.QuotaExceeded _,
                    StorageException.SourceFailed _,
                    StorageException.UploadPartsRejected _,
                    StorageException.StoreFailure _ -> ExitCode.INCOMPLETE;
            case StorageException.AccessDenied _ -> ExitCode.DENIED;
            case StorageException.CorruptContent _ -> ExitCode.CORRUPT;
            case StorageException.StoreUnavailable _ -> ExitCode.UNAVAILABLE;
            case StorageException.Cancelled _ -> ExitCode.CANCELLED;
        };
    }

    /// The short name of the kind, for machines: `object-not-found`.
    public static String kind(StorageException e) {
        return kebab(e.getClass().getSimpleName());
    }

    /// The name of a type as machines are told it.
    public static String kebab(String typeName) {
        return typeName.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }

    /// Whether the same command may succeed later.
    public static boolean isRetryable(StorageException e) {
        return code(e) == ExitCode.UNAVAILABLE;
    }

    private static Optional<String> remedy(StorageException e) {
        return Optional.ofNullable(
                switch (e) {
                    case StorageException.ObjectNotFound _ -> "waybill ls shows what is there";
                    case StorageException.PreconditionFailed _ ->
                        "somebody else changed it meanwhile: look at it and run the command again";
                    case StorageException.RangeUnsatisfiable _ -> "waybill stat shows the size";
                    case StorageException.KeyRejected _ -> "choose another name";
                    case StorageException.AccessDenied denied -> access(denied);
                    case StorageException.CorruptContent _ ->
                        "fetch it again; if it stays so, the stored copy is damaged";
                    case StorageException.QuotaExceeded _ -> "make room, then run the command again";
                    case StorageException.SourceFailed _ -> "see that nothing writes to it, and run the command again";
                    case StorageException.StoreUnavailable _ ->
                        "check the endpoint and the network, then run the command again";
                    case StorageException.StoreFailure _ -> "-v shows what the store answered";
                    case StorageException.StoreNotFound _,
                            StorageException.NotModified _,
                            StorageException.NotSupported _,
                            StorageException.UploadNotFound _,
                            StorageException.UploadPartsRejected _,
                            StorageException.Cancelled _ -> null;
                });
    }

    private static String access(StorageException.AccessDenied e) {
        return e.store().scheme().equals("file")
                ? "check the owner and the mode of the folder and what lies in it"
                : "check the settings and the credentials of the remote, and what they are allowed to do";
    }
}
