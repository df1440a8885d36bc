package dev.waybill.adapter.fs;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An upload in parts into a file of its full length that gets its name when it is whole. Any thread may use it.
///
/// A part is entered in the record when its bytes are written, and taken back before they are written over,
/// so whatever ends the process leaves no half part in it; a resumed upload checks the bytes too.
final class FsUpload implements UploadSession {
    private static final int BUFFER = 256 * 1024;

    private final UploadRequest request;
    private final UploadId id;
    private final UploadFolder folder;
    private final Surroundings around;
    private final UploadLocks locks;

    /// What an upload works with.
    record Surroundings(SafeRoot root, FsErrors errors, Lifetime lifetime, FsWriter writer, boolean fsync) {}

    FsUpload(UploadRequest request, UploadId id, UploadFolder folder, Surroundings around) {
        this.request = request;
        this.id = id;
        this.folder = folder;
        this.around = around;
        this.locks = new UploadLocks(around.root.path() + "\0\0" + id, folder.folder());
    }

    @Override
    public ObjectKey key() {
        return request.key();
    }

    @Override
    public UploadId id() {
        return id;
    }

    @Override
    @SuppressWarnings("try") // the locks are only held
    public UploadedPart putPart(int number, ObjectSource source) {
        enter();
        requireInBounds(number, source);
        try (var use = locks.share();
                var alone = locks.hold(number);
                var among = locks.holdAmongProcesses(number)) {
            requireThere();
            return write(number, source).toPart();
        } catch (StorageException.UploadNotFound e) {
            folder.removeIfEmpty();
            throw e;
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void requireInBounds(int number, ObjectSource source) {
        int most = FsAdapter.LIMITS.maxParts();
        if (number < 1 || number > most) {
            throw new IllegalArgumentException("part of " + key() + " must be 1 to " + most + ": " + number);
        }
        if (source.length().isEmpty() || source.length().getAsLong() > request.partBytes()) {
            throw new IllegalArgumentException("part " + number + " of " + key()
                    + " must have a declared length of at most " + request.partBytes() + " bytes: " + source.length());
        }
    }

    private PartRecord write(int number, ObjectSource source) throws IOException {
        var hashers = new ArrayList<ContentHasher>();
        hashers.add(ContentHasher.of(ChecksumAlgorithm.CRC32C));
        request.checksum()
                .filter(algorithm -> algorithm != ChecksumAlgorithm.CRC32C && ContentHasher.isCombinable(algorithm))
                .map(ContentHasher::of)
                .ifPresent(hashers::add);
        try (var data = folder.openData()) {
            long size =
                    folder.has(number) ? replace(number, source, data, hashers) : fill(number, source, data, hashers);
            var sums = hashers.stream().map(ContentHasher::finish).toList();
            var record = new PartRecord(
                    number, size, sums.getFirst(), sums.stream().skip(1).findFirst());
            folder.append(record);
            return record;
        }
    }

    private long fill(int number, ObjectSource source, FileChannel data, List<ContentHasher> hashers)
            throws IOException {
        return content(source).writeTo(data, offset(number), hashers);
    }

    /// The bytes that are there stay until all of those that come are read.
    private long replace(int number, ObjectSource source, FileChannel data, List<ContentHasher> hashers)
            throws IOException {
        try (var replacement = folder.openReplacement(number)) {
            long size = content(source).writeTo(replacement, 0, hashers);
            folder.append(PartRecord.gone(number));
            data.position(offset(number));
            FsCopy.transfer(replacement, data, size);
            return size;
        } finally {
            folder.removeReplacement(number);
        }
    }

    private SourceContent content(ObjectSource source) {
        return new SourceContent(key(), source, around.errors, around.lifetime);
    }

    private long offset(int number) {
        return (number - 1) * request.partBytes();
    }

    /// Takes back the parts whose bytes are not what the record says.
    void verifyParts() throws IOException {
        try (var data = folder.openData()) {
            for (var part : folder.parts().values()) {
                if (!isWhole(part, data)) {
                    takeBack(part.number(), data);
                }
            }
        }
    }

    private boolean isWhole(PartRecord part, FileChannel data) throws IOException {
        var found = hash(data, ChecksumAlgorithm.CRC32C, offset(part.number()), part.size());
        return found.equals(Optional.of(part.crc32c()));
    }

    /// Takes a part back, unless another process was just writing it over and has done so now.
    @SuppressWarnings("try") // the locks are only held
    private void takeBack(int number, FileChannel data) throws IOException {
        try (var use = locks.share();
                var alone = locks.hold(number);
                var among = locks.holdAmongProcesses(number)) {
            var now = folder.parts().get(number);
            if (now != null && !isWhole(now, data)) {
                folder.append(PartRecord.gone(number));
            }
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        }
    }

    /// The checksum of a span of the file, or empty if the file ends before it does.
    private Optional<Checksum> hash(FileChannel data, ChecksumAlgorithm algorithm, long offset, long size)
            throws IOException {
        var hasher = ContentHasher.of(algorithm);
        var bytes = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(size, 1)));
        for (long done = 0; done < size; done += bytes.position()) {
            around.lifetime.goOn(Optional.of(key()));
            bytes.clear().limit((int) Math.min(bytes.capacity(), size - done));
            if (data.read(bytes, offset + done) < 0) {
                return Optional.empty();
            }
            hasher.update(bytes.array(), 0, bytes.position());
        }
        return Optional.of(hasher.finish());
    }

    @Override
    public List<UploadedPart> parts() {
        enter();
        try {
            requireThere();
            return folder.parts().values().stream().map(PartRecord::toPart).toList();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    @SuppressWarnings("try") // the locks are only held
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        enter();
        if (!whole.map(Checksum::algorithm).equals(request.checksum())) {
            throw new IllegalArgumentException("the upload to " + key() + " was to be verified in " + request.checksum()
                    + ", but was given " + whole);
        }
        try (var alone = locks.hold();
                var among = locks.holdAmongProcesses()) {
            requireThere();
            var held = folder.parts();
            new PartsCheck(around.errors.store(), key(), request.partBytes()).require(parts, held);
            long size = parts.stream().mapToLong(UploadedPart::size).sum();
            finishData(size, parts, held, whole);
            return publish();
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void finishData(
            long size, List<UploadedPart> parts, Map<Integer, PartRecord> held, Optional<Checksum> whole)
            throws IOException {
        try (var data = folder.openData()) {
            data.truncate(size);
            if (whole.isPresent()) {
                var found = combined(parts, held, whole.get().algorithm())
                        .or(() -> rehash(data, whole.get().algorithm(), size))
                        .orElseThrow(() -> new IOException("the file of the upload is shorter than its parts"));
                SourceContent.requireEqual(around.errors, key(), whole.get(), found);
            }
            if (data.size() != size) {
                throw new IOException("the file of the upload is shorter than its parts");
            }
            var modified = request.options().contentModified();
            if (modified.isPresent()) {
                folder.folder().setModified(UploadFolder.DATA, modified.get());
            }
            if (around.fsync) {
                data.force(true);
            }
        }
    }

    private static Optional<Checksum> combined(
            List<UploadedPart> parts, Map<Integer, PartRecord> held, ChecksumAlgorithm algorithm) {
        Optional<Checksum> sum = Optional.empty();
        for (var part : parts) {
            var record = Objects.requireNonNull(held.get(part.number()));
            var own = algorithm == ChecksumAlgorithm.CRC32C ? Optional.of(record.crc32c()) : record.whole();
            if (own.filter(checksum -> checksum.algorithm() == algorithm).isEmpty()) {
                return Optional.empty();
            }
            sum = sum.map(before -> ContentHasher.combine(before, own.get(), part.size()))
                    .or(() -> own);
        }
        return sum;
    }

    private Optional<Checksum> rehash(FileChannel data, ChecksumAlgorithm algorithm, long size) {
        try {
            return hash(data, algorithm, 0, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectMetadata publish() throws IOException {
        var facts = around.writer.publish(folder.folder(), UploadFolder.DATA, key(), request.options());
        folder.remove();
        return facts.metadata(key());
    }

    @Override
    @SuppressWarnings("try") // the locks are only held
    public void abort() {
        around.lifetime.enter(Optional.of(key()));
        try (var alone = locks.hold()) {
            folder.remove();
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        } catch (IOException e) {
            throw around.errors.of(key(), e);
        }
    }

    private void enter() {
        around.lifetime.enter(Optional.of(key()));
    }

    private void requireThere() throws IOException {
        if (folder.manifest().isEmpty()) {
            throw notFound(null);
        }
    }

    private StorageException failure(IOException e) {
        return e instanceof NoSuchFileException ? notFound(e) : around.errors.of(key(), e);
    }

    private StorageException notFound(@Nullable IOException e) {
        return new StorageException.UploadNotFound(around.errors.store(), key(), e);
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            throw around.errors.of(key(), e);
        }
    }
}
