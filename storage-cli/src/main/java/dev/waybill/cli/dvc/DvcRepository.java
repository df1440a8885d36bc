package dev.waybill.cli.dvc;

import dev.waybill.cli.exit.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A folder that DVC keeps its settings in: `.dvc`.
///
/// Secrets go into `config.local`, which is for its owner alone and not for Git. DVC's own command would have to be
/// given them as arguments, where every user of the machine can read them.
///
/// @param folder `.dvc` itself
public record DvcRepository(Path folder) {
    private static final String SHARED = "config";
    private static final String LOCAL = "config.local";

    /// The nearest one, from `start` upwards.
    ///
    /// @throws CommandFailure if there is none
    public static DvcRepository find(Path start) {
        for (Path at = start.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".dvc"))) {
                return new DvcRepository(at.resolve(".dvc"));
            }
        }
        throw CommandFailure.notFound(
                "no DVC repository (a folder .dvc) in " + start + " or any folder above it", "make one: dvc init");
    }

    /// The file that everybody who works on the project has.
    public Path shared() {
        return folder.resolve(SHARED);
    }

    /// The file of this user alone.
    public Path local() {
        return folder.resolve(LOCAL);
    }

    /// Makes sure that Git would not take the file of secrets.
    ///
    /// @throws CommandFailure if it would
    public void requireLocalIsIgnored() {
        Optional<GitWorkTree> tree = GitWorkTree.of(folder);
        if (tree.isEmpty()) {
            return;
        }
        if (tree.get().tracks(local())) {
            throw CommandFailure.usage(
                    local() + " is kept in Git, and no secret must come there",
                    "take it out: git rm --cached " + tree.get().relative(local()));
        }
        if (!tree.get().ignores(local())) {
            throw CommandFailure.usage(
                    local() + " is not ignored by Git, and no secret must come there",
                    "add a line /" + LOCAL + " to " + folder.resolve(".gitignore"));
        }
    }

    /// Writes what `remote` is: credentials into the file of this user, all else into that of everybody.
    public void configure(DvcRemote remote) {
        try {
            var local = new DvcSettings(read(local()));
            local.set(remote.section(), remote.secrets());
            String secrets = local.text();
            var shared = new DvcSettings(read(shared()));
            shared.set("core", remote.core());
            shared.set(remote.section(), remote.place());
            if (!secrets.isEmpty() || Files.exists(local())) {
                write(local(), secrets, true);
            }
            write(shared(), shared.text(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "give the remote other credentials");
        }
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /// Puts the new text in place of the old at once; a file of secrets is at no time readable by others.
    private void write(Path file, String text, boolean secret) throws IOException {
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Path draft = Files.createTempFile(folder, "config", ".waybill");
        try {
            Files.writeString(draft, text);
            if (posix && !secret) {
                Files.setPosixFilePermissions(
                        draft,
                        Files.exists(file)
                                ? Files.getPosixFilePermissions(file)
                                : PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
