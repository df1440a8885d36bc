package dev.waybill.domain.sync;

import dev.waybill.port.ObjectMetadata;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/// Sorts any number of listed objects by key in bounded memory: what does not fit goes to temporary files in
/// sorted runs, which are merged as they are read. One thread at a time.
///
/// The files are plain streams and not channels, so that an interrupt does not close them midway.
final class ExternalSort implements AutoCloseable {
    /// How many objects are held in memory: some 20 MiB of them.
    static final int IN_MEMORY = 50_000;

    private static final Comparator<ObjectMetadata> BY_KEY = Comparator.comparing(ObjectMetadata::key);
    private static final int BUFFER_BYTES = 32 << 10;

    private final int inMemory;
    private final File folder;
    private final List<File> files = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private List<ObjectMetadata> held = new ArrayList<>();
    private long size;

    ExternalSort() {
        this(IN_MEMORY, new File(System.getProperty("java.io.tmpdir")));
    }

    /// @param inMemory how many objects to hold in memory
    /// @param folder where the others go
    ExternalSort(int inMemory, File folder) {
        this.inMemory = inMemory;
        this.folder = folder;
    }

    /// Takes in one more.
    ///
    /// @throws UncheckedIOException if it cannot be kept
    void add(ObjectMetadata metadata) {
        held.add(metadata);
        size++;
        if (held.size() == inMemory) {
            spill();
        }
    }

    /// How many were taken in.
    long size() {
        return size;
    }

    /// All that was taken in, in key order; to be asked once, after which nothing can be added.
    ///
    /// @throws UncheckedIOException if it cannot be read back; so may the iterator
    Iterator<ObjectMetadata> sorted() {
        held.sort(BY_KEY);
        Iterator<ObjectMetadata> rest = held.iterator();
        held = List.of();
        if (files.isEmpty()) {
            return rest;
        }
        var heads = new PriorityQueue<Run>(Comparator.comparing(Run::head, BY_KEY));
        for (File file : files) {
            var run = Run.of(file);
            runs.add(run);
            heads.add(run);
        }
        if (rest.hasNext()) {
            heads.add(new Run(rest));
        }
        return new Merge(heads);
    }

    private void spill() {
        held.sort(BY_KEY);
        try {
            var file = File.createTempFile("waybill-sort-", ".tmp", folder);
            files.add(file);
            try (var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file), BUFFER_BYTES))) {
                out.writeInt(held.size());
                for (ObjectMetadata metadata : held) {
                    SpilledMetadata.write(metadata, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        held = new ArrayList<>();
    }

    /// Removes the temporary files.
    @Override
    public void close() {
        runs.forEach(Run::close);
        files.forEach(File::delete);
        files.clear();
    }

    /// Some of the objects in key order, of which the first is looked at.
    private static final class Run {
        private final Iterator<ObjectMetadata> items;
        private ObjectMetadata head;

        Run(Iterator<ObjectMetadata> items) {
            this.items = items;
            this.head = items.next();
        }

        static Run of(File file) {
            return new Run(new SpilledRun(file));
        }

        ObjectMetadata head() {
            return head;
        }

        boolean advance() {
            boolean more = items.hasNext();
            if (more) {
                head = items.next();
            }
            return more;
        }

        void close() {
            if (items instanceof SpilledRun spilled) {
                spilled.close();
            }
        }
    }

    /// A run read back from its file.
    private static final class SpilledRun implements Iterator<ObjectMetadata> {
        private final DataInputStream in;
        private int left;

        SpilledRun(File file) {
            try {
                in = new DataInputStream(new BufferedInputStream(new FileInputStream(file), BUFFER_BYTES));
                left = in.readInt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public ObjectMetadata next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            try {
                left--;
                return SpilledMetadata.read(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Merge(PriorityQueue<Run> heads) implements Iterator<ObjectMetadata> {
        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public ObjectMetadata next() {
            Run least = heads.remove();
            ObjectMetadata item = least.head();
            if (least.advance()) {
                heads.add(least);
            }
            return item;
        }
    }
}
