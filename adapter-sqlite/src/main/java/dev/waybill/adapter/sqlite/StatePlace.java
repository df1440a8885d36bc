package dev.waybill.adapter.sqlite;

import dev.waybill.domain.sync.SyncRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/// Where an SQLite file lies with the files that SQLite keeps beside it, whatever is in it.
///
/// @param file the file, with all that leads to it
/// @param kind what it is for
record StatePlace(Path file, StateKind kind) {
    private static final List<String> SIBLINGS = List.of("", "-wal", "-shm");

    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// What tells the file at this place from every other, where there is one and the file system can tell.
    Optional<Object> identity() {
        try {
            return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Whether it can be written, and files beside it, as reading it needs.
    boolean isWritable() {
        return Files.isWritable(file) && Files.isWritable(folder());
    }

    /// Makes the folder of the file, where there is none.
    ///
    /// @throws SyncRefused.StateUnusable if it cannot be made, or is a link
    void makeFolder() {
        refuseLinks();
        Path folder = folder();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable(
                    "the folder for " + kind.what() + ", " + folder + ", cannot be made: " + e, e);
        }
    }

    private Path folder() {
        Path folder = file.getParent();
        if (folder == null) {
            throw new IllegalArgumentException("not a place for a state file: " + file);
        }
        return folder;
    }

    /// @throws SyncRefused.StateUnusable if it or its folder is a link
    void refuseLinks() {
        refuseLink(file);
        refuseLink(folder());
    }

    /// State that came with somebody's files must not lead to another place on this machine.
    private void refuseLink(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw new SyncRefused.StateUnusable(
                    path + " is a symbolic link; " + kind.what() + " must be a file of its own", null);
        }
    }

    /// Moves what is there aside.
    ///
    /// @return where it is now
    /// @throws SyncRefused.StateUnusable if it cannot be moved
    Path moveAside() {
        Path aside = free();
        try {
            for (String sibling : SIBLINGS) {
                Path from = Path.of(file + sibling);
                if (Files.exists(from)) {
                    Files.move(from, Path.of(aside + sibling), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable(
                    kind.what() + ", " + file + ", is damaged and cannot be moved aside: " + e, e);
        }
        return aside;
    }

    private Path free() {
        Path aside = Path.of(file + ".damaged");
        for (int number = 2; Files.exists(aside); number++) {
            aside = Path.of(file + ".damaged-" + number);
        }
        return aside;
    }
}
