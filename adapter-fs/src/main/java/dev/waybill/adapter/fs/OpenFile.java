package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/// A file that is read, and the folder it was opened in, by which one look tells whether it has changed: the
/// way to its key is not gone again. One thread at a time.
///
/// @param channel its bytes
/// @param facts what it was when it was opened
/// @param folder closed with this
/// @param name its name in the folder
record OpenFile(FileChannel channel, FileFacts facts, OpenFolders.Lease folder, Path name) implements Closeable {
    /// Whether its bytes may be others than when it was opened. One that got another in its place by renaming, or
    /// was removed, is what it was.
    boolean isChanged() throws IOException {
        var now = now();
        boolean changed =
                now.isPresent() && now.get().isSameFile(facts) && !now.get().isSameVersion(facts);
        return changed || channel.size() != facts.size();
    }

    private Optional<FileFacts> now() throws IOException {
        try {
            return folder.folder().stat(name);
        } catch (NotDirectoryException swapped) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            channel.close();
        }
    }
}
