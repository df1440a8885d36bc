package dev.waybill.cli.address;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Paths of this machine as arguments name them.
public final class LocalPaths {
    private LocalPaths() {}

    /// The absolute path that `text` names, counted from `workingFolder`.
    ///
    /// @throws CommandFailure if it is no path here
    public static Path resolve(Path workingFolder, String text) {
        try {
            return workingFolder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw CommandFailure.usage(
                    "not a path on this machine: " + text + ": " + e.getReason(), "choose another name");
        }
    }

    /// Whether something is there, also a link that leads nowhere.
    static boolean exists(Path path) {
        return Files.exists(path) || Files.isSymbolicLink(path);
    }

    /// Whether it is a folder, or a link to one.
    public static boolean isFolder(Path path) {
        return Files.isDirectory(path);
    }

    /// The path with links followed.
    ///
    /// @throws CommandFailure if nothing is there or it cannot be had
    static Path real(Path path, String typed) {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            String rule = Files.isSymbolicLink(path) ? "the link leads nowhere: " : "no file or folder ";
            throw CommandFailure.notFound(rule + typed, "relative paths count from the working folder");
        } catch (AccessDeniedException e) {
            throw new CommandFailure(Failure.of(
                    ExitCode.DENIED, "not allowed to read " + typed, "check its mode and that of its folders"));
        } catch (IOException e) {
            throw new CommandFailure(Failure.of(ExitCode.INCOMPLETE, "cannot read " + typed + ": " + e.getMessage()));
        }
    }

    static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    static boolean isReadable(Path folder) {
        return Files.isReadable(folder);
    }

    /// The last name of a path; empty for that of a file system's root.
    static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /// The nearest folder or file on the way to `path` that is there.
    static Path nearestExisting(Path path) {
        Path candidate = path;
        while (!exists(candidate) && candidate.getParent() != null) {
            candidate = candidate.getParent();
        }
        return candidate;
    }

    /// What names `path` from `root` on, with `/` between the names.
    static String key(Path root, Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
