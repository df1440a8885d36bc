package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// A folder that does what another does, for tests to change some of it, in all the folders below too.
abstract class ForwardingFolder implements Folder {
    final Folder inner;

    ForwardingFolder(Folder inner) {
        this.inner = inner;
    }

    /// The same around a folder in this one.
    abstract ForwardingFolder around(Folder folder, Path name);

    @Override
    public Optional<FileFacts> stat(Path name) throws IOException {
        return inner.stat(name);
    }

    @Override
    public Folder openFolder(Path name) throws IOException {
        return around(inner.openFolder(name), name);
    }

    @Override
    public FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException {
        return inner.openFile(name, options);
    }

    @Override
    public void setModified(Path name, Instant time) throws IOException {
        inner.setModified(name, time);
    }

    @Override
    public void move(Path name, Folder to, Path newName) throws IOException {
        inner.move(name, ((ForwardingFolder) to).inner, newName);
    }

    @Override
    public void deleteFile(Path name) throws IOException {
        inner.deleteFile(name);
    }

    @Override
    public void deleteFolder(Path name) throws IOException {
        inner.deleteFolder(name);
    }

    @Override
    public Object identity() throws IOException {
        return inner.identity();
    }

    @Override
    public void openToWriters(Path name) throws IOException {
        inner.openToWriters(name);
    }

    @Override
    public Iterator<Path> names() {
        return inner.names();
    }

    @Override
    public void sync() throws IOException {
        inner.sync();
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
