package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// A folder known by its path, for systems whose Java offers no handles of folders (Windows). Before each
/// call it checks that its path is still no link; only between that check and the call could one slip in.
final class PlainFolder implements Folder {
    private final Path path;
    private final DirectoryStream<Path> listing;

    @SuppressWarnings("StreamResourceLeak") // closed with this
    PlainFolder(Path path) throws IOException {
        this.path = path;
        requireFolder();
        this.listing = Files.newDirectoryStream(path);
    }

    private Path at(Path name) throws IOException {
        requireFolder();
        return path.resolve(name);
    }

    private void requireFolder() throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    @Override
    public Optional<FileFacts> stat(Path name) throws IOException {
        try {
            return Optional.of(
                    FileFacts.of(Files.readAttributes(at(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Folder openFolder(Path name) throws IOException {
        return new PlainFolder(at(name));
    }

    @Override
    public FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
        var all = new HashSet<OpenOption>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(at(name), all);
    }

    @Override
    public void setModified(Path name, Instant time) throws IOException {
        Files.getFileAttributeView(at(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(FileTime.from(Folder.settable(time)), null, null);
    }

    @Override
    public void move(Path name, Folder to, Path newName) throws IOException {
        Files.move(at(name), ((PlainFolder) to).at(newName), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        Files.delete(at(name));
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        Files.delete(at(name));
    }

    @Override
    public Object identity() throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? path : key;
    }

    @Override
    public void openToWriters(Path name) throws IOException {
        var mine = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var file = Files.getFileAttributeView(at(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (mine != null && file != null) {
            Folder.openToWriters(mine, file);
        }
    }

    @Override
    public Iterator<Path> names() {
        return listing.iterator();
    }

    /// Does nothing: where this class is used, a folder cannot be opened to be written to the disk.
    @Override
    public void sync() {}

    @Override
    public void close() throws IOException {
        listing.close();
    }
}
