package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// A folder in which a name is found by its own spelling alone, on file systems that also find it by others.
///
/// Under another spelling than the one it lists, a file or folder is absent, and in the way of one that is to
/// get that name. Where file systems tell spellings apart, this only hands on.
final class ExactFolder implements Folder {
    private final Folder inner;
    private final Spellings spellings;

    ExactFolder(Folder inner, Spellings spellings) {
        this.inner = inner;
        this.spellings = spellings;
    }

    @Override
    public Optional<FileFacts> stat(Path name) throws IOException {
        var facts = inner.stat(name);
        return facts.isPresent() && spellings.other(inner, name, facts.get()).isEmpty() ? facts : Optional.empty();
    }

    @Override
    public Folder openFolder(Path name) throws IOException {
        if (spellings.mayDiffer(name.toString())) {
            requireNoOther(name);
        }
        return new ExactFolder(inner.openFolder(name), spellings);
    }

    /// @throws InTheWay if another spelling of `name` is here
    private void requireNoOther(Path name) throws IOException {
        var facts = inner.stat(name);
        var other = facts.isPresent() ? spellings.other(inner, name, facts.get()) : Optional.<String>empty();
        if (other.isPresent()) {
            throw new InTheWay(
                    name + " is there as " + other.get() + ", and the file system does not tell the two apart");
        }
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
        var target = (ExactFolder) to;
        if (spellings.mayDiffer(newName.toString())) {
            target.requireNoOther(newName);
        }
        inner.move(name, target.inner, newName);
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
