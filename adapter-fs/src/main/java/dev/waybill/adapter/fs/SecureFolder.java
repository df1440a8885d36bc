package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// A folder held open by a handle of the operating system (`openat` and its kin): whatever is renamed or
/// swapped around it meanwhile, its calls work in the folder that was opened.
final class SecureFolder implements Folder {
    private static final Path SELF = Path.of(".");

    private final SecureDirectoryStream<Path> handle;

    SecureFolder(SecureDirectoryStream<Path> handle) {
        this.handle = handle;
    }

    @Override
    public Optional<FileFacts> stat(Path name) throws IOException {
        try {
            return Optional.of(FileFacts.of(view(name).readAttributes()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private BasicFileAttributeView view(Path name) {
        return handle.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Folder openFolder(Path name) throws IOException {
        return new SecureFolder(handle.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
        var all = new HashSet<OpenOption>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return (FileChannel) handle.newByteChannel(name, all);
    }

    @Override
    public void setModified(Path name, Instant time) throws IOException {
        view(name).setTimes(FileTime.from(Folder.settable(time)), null, null);
    }

    @Override
    public void move(Path name, Folder to, Path newName) throws IOException {
        handle.move(name, ((SecureFolder) to).handle, newName);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        handle.deleteFile(name);
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        handle.deleteDirectory(name);
    }

    @Override
    public Object identity() throws IOException {
        return handle.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
    }

    @Override
    public void openToWriters(Path name) throws IOException {
        var mine = handle.getFileAttributeView(PosixFileAttributeView.class);
        var file = handle.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (mine != null && file != null) {
            Folder.openToWriters(mine, file);
        }
    }

    @Override
    public Iterator<Path> names() {
        return handle.iterator();
    }

    @Override
    public void sync() throws IOException {
        try (var self = openFile(SELF, Set.of(StandardOpenOption.READ))) {
            self.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }
}
