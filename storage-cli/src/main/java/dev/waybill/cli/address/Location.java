package dev.waybill.cli.address;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.SafeText;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;
import java.util.stream.Stream;

/// What an argument names, in an open store.
///
/// @param store the store; closed by who opened it
/// @param label how the store is written in front of a path: `lab:`, `s3://bucket/`, `/data/`
/// @param path from the store's root, without `/` at its end; empty for the whole store
/// @param name what it is called where it is copied to: the last name of the path, or that of a link to it; empty for
///     a whole store
/// @param writtenAsFolder whether it was written with a `/` at its end, or is a folder of this machine or a whole store
/// @param isThere whether it is known to be there: a file or folder of this machine, or a whole store
public record Location(
        IObjectStorageAdapter store, String label, String path, String name, boolean writtenAsFolder, boolean isThere) {
    /// @throws CommandFailure if no store can hold something of this name
    public Location {
        if (!path.isEmpty()) {
            try {
                ObjectKey.of(path);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage(e.getMessage() + "; in " + label, "write the path as a/b/c");
            }
        }
    }

    /// The location of a path as people write it: `/` in front of it and one at its end are taken off.
    static Location of(IObjectStorageAdapter store, String label, String path) {
        String text = path;
        while (text.startsWith("/")) {
            text = text.substring(1);
        }
        boolean folder = text.isEmpty() || text.endsWith("/");
        String stripped = folder && !text.isEmpty() ? text.substring(0, text.length() - 1) : text;
        return new Location(store, label, stripped, nameOf(stripped), folder, stripped.isEmpty());
    }

    /// Whether it is the whole store.
    public boolean isWholeStore() {
        return path.isEmpty();
    }

    /// The object of this name.
    ///
    /// @throws CommandFailure if it is the whole store
    public ObjectKey key() {
        if (path.isEmpty()) {
            throw CommandFailure.usage(this + " is a whole store, not an object", "name an object in it");
        }
        return ObjectKey.of(path);
    }

    /// Everything in the folder of this name.
    public KeyPrefix folder() {
        try {
            return KeyPrefix.ofFolder(path);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "choose a shorter name");
        }
    }

    /// What lies at `relative` in the folder of this name.
    public Location child(String relative) {
        return at(path.isEmpty() ? relative : path + '/' + relative);
    }

    /// What lies at `path` in the same store.
    public Location at(String newPath) {
        return new Location(store, label, newPath, nameOf(newPath), false, false);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The object of this name, if there is one.
    public Optional<ObjectMetadata> object() {
        return path.isEmpty() || writtenAsFolder ? Optional.empty() : store.stat(key());
    }

    /// Whether there is a folder of this name: in stores without folders, whether anything lies in it.
    public boolean isFolder() {
        if (isThere) {
            return writtenAsFolder;
        }
        try (Stream<ObjectMetadata> objects =
                store.list(ListOptions.of(folder()).withPageSize(1))) {
            return objects.findFirst().isPresent();
        }
    }

    /// What is to be said when nothing is here.
    public CommandFailure notFound() {
        String parent = label + path.substring(0, Math.max(0, path.lastIndexOf('/') + 1));
        return CommandFailure.notFound(
                "nothing is at " + this, "waybill ls " + SafeText.of(parent) + " shows what is there");
    }

    /// Where it is, however the store's root cuts it in two: equal for equal places.
    public String address() {
        return store.store().toString().replaceAll("/+$", "") + "/" + path;
    }

    /// Whether one of the two lies within the other, or they are the same.
    public boolean overlaps(Location other) {
        String ours = address().replaceAll("/*$", "/");
        String theirs = other.address().replaceAll("/*$", "/");
        return ours.startsWith(theirs) || theirs.startsWith(ours);
    }

    /// As people write it, fit for a terminal.
    @Override
    public String toString() {
        return SafeText.of(label + path);
    }
}
