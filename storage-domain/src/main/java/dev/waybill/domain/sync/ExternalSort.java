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

/// Sorts any number of items, as listed objects by key, in bounded memory: what does not fit goes to temporary files in
/// sorted runs, which are merged as they are read. One thread at a time.
///
/// The files are plain streams and not channels, so that an interrupt does not close them midway.
final class ExternalSort<T> implements AutoCloseable {
    /// How many objects are held in memory: some 20 MiB of them.
    static final int IN_MEMORY = 50_000;

    private static final Comparator<ObjectMetadata> BY_KEY = Comparator.comparing(ObjectMetadata::key);
    private static final Form<ObjectMetadata> LISTED = new Form<>() {
        @Override
        public void write(ObjectMetadata item, DataOutputStream out) throws IOException {
            SpilledMetadata.write(item, out);
        }

        @Override
        public ObjectMetadata read(DataInputStream in) throws IOException {
            return SpilledMetadata.read(in);
        }
    };
    private static final int BUFFER_BYTES = 32 << 10;

    private final Comparator<T> order;
    private final Form<T> form;
    private final int inMemory;
    private final File folder;
    private final List<File> files = new ArrayList<>();
    private final List<Run<T>> runs = new ArrayList<>();
    private List<T> held = new ArrayList<>();
    private long size;

    /// How an item is kept in a file.
    interface Form<T> {
        void write(T item, DataOutputStream out) throws IOException;

        T read(DataInputStream in) throws IOException;
    }

    /// One of listed objects, by key.
    static ExternalSort<ObjectMetadata> ofObjects() {
        return ofObjects(IN_MEMORY, new File(System.getProperty("java.io.tmpdir")));
    }

    /// @param inMemory how many objects to hold in memory
    /// @param folder where the others go
    static ExternalSort<ObjectMetadata> ofObjects(int inMemory, File folder) {
        return new ExternalSort<>(BY_KEY, LISTED, inMemory, folder);
    }

    /// @param inMemory how many items to hold in memory
    /// @param folder where the others go
    ExternalSort(Comparator<T> order, Form<T> form, int inMemory, File folder) {
        this.order = order;
        this.form = form;
        this.inMemory = inMemory;
        this.folder = folder;
    }

    /// Takes in one more.
    ///
    /// @throws UncheckedIOException if it cannot be kept
    void add(T item) {
        held.add(item);
        size++;
        if (held.size() == inMemory) {
            spill();
        }
    }

    /// How many were taken in.
    long size() {
        return size;
    }

    /// All that was taken in, in order; to be asked once, after which nothing can be added.
    ///
    /// @throws UncheckedIOException if it cannot be read back; so may the iterator
    Iterator<T> sorted() {
        held.sort(order);
        Iterator<T> rest = held.iterator();
        held = List.of();
        if (files.isEmpty()) {
            return rest;
        }
        var heads = new PriorityQueue<Run<T>>(Comparator.comparing(Run::head, order));
        for (File file : files) {
            var run = new Run<T>(new SpilledRun<>(file, form));
            runs.add(run);
            heads.add(run);
        }
        if (rest.hasNext()) {
            heads.add(new Run<>(rest));
        }
        return new Merge<>(heads);
    }

    private void spill() {
        held.sort(order);
        try {
            var file = File.createTempFile("waybill-sort-", ".tmp", folder);
            files.add(file);
            try (var out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file), BUFFER_BYTES))) {
                out.writeInt(held.size());
                for (T item : held) {
                    form.write(item, out);
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

    /// Some of the items in order, of which the first is looked at.
    private static final class Run<T> {
        private final Iterator<T> items;
        private T head;

        Run(Iterator<T> items) {
            this.items = items;
            this.head = items.next();
        }

        T head() {
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
            if (items instanceof SpilledRun<T> spilled) {
                spilled.close();
            }
        }
    }

    /// A run read back from its file.
    private static final class SpilledRun<T> implements Iterator<T> {
        private final Form<T> form;
        private final DataInputStream in;
        private int left;

        SpilledRun(File file, Form<T> form) {
            this.form = form;
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
        public T next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            try {
                left--;
                return form.read(in);
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

    private record Merge<T>(PriorityQueue<Run<T>> heads) implements Iterator<T> {
        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public T next() {
            Run<T> least = heads.remove();
            T item = least.head();
            if (least.advance()) {
                heads.add(least);
            }
            return item;
        }
    }
}
