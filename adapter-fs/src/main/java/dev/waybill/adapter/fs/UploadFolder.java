package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The open folder of one unfinished upload: `upload` says what it is, `parts` which parts are there, and
/// `data` holds their bytes at their places. Any thread may use it.
final class UploadFolder implements Closeable {
    private static final Path MANIFEST = Path.of("upload");
    private static final Path NEW_MANIFEST = Path.of("upload.new");
    private static final Path PARTS = Path.of("parts");
    static final Path DATA = Path.of("data");

    private final Place place;
    private final SortedMap<Integer, PartRecord> parts = new TreeMap<>();
    private long readTo;

    /// @param place of any name in the folder; closed with this
    UploadFolder(Place place) {
        this.place = place;
    }

    Folder folder() {
        return place.folder();
    }

    void create(UploadManifest manifest) throws IOException {
        var creating = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        folder().openFile(DATA, creating).close();
        folder().openFile(PARTS, creating).close();
        try (var channel = folder().openFile(NEW_MANIFEST, creating)) {
            write(channel, manifest.toText());
        }
        folder().move(NEW_MANIFEST, folder(), MANIFEST);
    }

    /// What the upload is, or empty if there is none.
    Optional<UploadManifest> manifest() throws IOException {
        try {
            return UploadManifest.parse(readAll(MANIFEST));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /// The parts that are there, by number; of the record only what was added since the last time is read.
    ///
    /// @throws NoSuchFileException if the upload is no more
    synchronized SortedMap<Integer, PartRecord> parts() throws IOException {
        try (var channel = folder().openFile(PARTS, Set.of(StandardOpenOption.READ))) {
            String added = read(channel, readTo);
            int lines = added.lastIndexOf('\n') + 1;
            PartRecord.read(added.substring(0, lines), parts);
            readTo += lines;
        }
        return new TreeMap<>(parts);
    }

    /// Whether the part is there.
    ///
    /// @throws NoSuchFileException if the upload is no more
    synchronized boolean has(int number) throws IOException {
        try (var channel = folder().openFile(PARTS, Set.of(StandardOpenOption.READ))) {
            if (channel.size() > readTo) {
                parts();
            }
        }
        return parts.containsKey(number);
    }

    /// Adds a line in one write, which the operating system never mixes with another's.
    ///
    /// @throws NoSuchFileException if the upload is no more
    void append(PartRecord part) throws IOException {
        try (var channel = folder().openFile(PARTS, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            write(channel, part.toLine());
        }
    }

    /// A file for the bytes that shall replace those of a part, to be removed by [#removeReplacement].
    FileChannel openReplacement(int number) throws IOException {
        return folder().openFile(
                        replacement(number),
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE));
    }

    void removeReplacement(int number) throws IOException {
        delete(replacement(number));
    }

    private static Path replacement(int number) {
        return Path.of("part-" + number + ".new");
    }

    /// @throws NoSuchFileException if the upload is no more
    FileChannel openData() throws IOException {
        return folder().openFile(DATA, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /// When anything last happened in it.
    Instant lastChange() throws IOException {
        Instant last = Instant.EPOCH;
        for (Path name : Set.of(MANIFEST, PARTS, DATA)) {
            var facts = folder().stat(name);
            if (facts.isPresent() && facts.get().modified().isAfter(last)) {
                last = facts.get().modified();
            }
        }
        return last;
    }

    /// Removes the folder and all in it, the manifest first, so that at no moment there is half an upload.
    void remove() throws IOException {
        delete(MANIFEST);
        try (Folder reading = folder().openFolder(Path.of("."))) {
            for (var names = reading.names(); names.hasNext(); ) {
                delete(names.next().getFileName());
            }
        }
        place.prune();
    }

    /// Removes the folder of an upload that is no more, as who waited for it left it.
    void removeIfEmpty() {
        place.prune();
    }

    private void delete(Path name) throws IOException {
        try {
            folder().deleteFile(name);
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private static void write(FileChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private String readAll(Path name) throws IOException {
        try (var channel = folder().openFile(name, Set.of(StandardOpenOption.READ))) {
            return read(channel, 0);
        }
    }

    private static String read(FileChannel channel, long from) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
        long position = from;
        int count;
        while (bytes.hasRemaining() && (count = channel.read(bytes, position)) >= 0) {
            position += count;
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        place.close();
    }
}
