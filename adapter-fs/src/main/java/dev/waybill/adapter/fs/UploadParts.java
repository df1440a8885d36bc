package dev.waybill.adapter.fs;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.UploadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/// The bytes of the parts of an upload, in the one file they make. Any thread may use it.
///
/// A part is entered in the record when its bytes are written, and taken back before they are written over,
/// so whatever ends the process leaves no half part in it; a resumed upload checks the bytes too.
final class UploadParts {
    private static final int BUFFER = 256 * 1024;

    private final UploadRequest request;
    private final UploadFolder folder;
    private final UploadLocks locks;
    private final FsErrors errors;
    private final Lifetime lifetime;

    UploadParts(UploadRequest request, UploadFolder folder, UploadLocks locks, FsErrors errors, Lifetime lifetime) {
        this.request = request;
        this.folder = folder;
        this.locks = locks;
        this.errors = errors;
        this.lifetime = lifetime;
    }

    /// Writes the bytes of a part to their place, and enters it in the record; to be asked for under its lock.
    PartRecord write(int number, ObjectSource source) throws IOException {
        var hasher = ContentHasher.of(ChecksumAlgorithm.CRC32C);
        var hashers = List.of(hasher);
        try (var data = folder.openData()) {
            long size =
                    folder.has(number) ? replace(number, source, data, hashers) : fill(number, source, data, hashers);
            var record = new PartRecord(number, size, hasher.finish());
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
        return new SourceContent(request.key(), source, errors, lifetime);
    }

    private long offset(int number) {
        return (number - 1) * request.partBytes();
    }

    /// Takes back the parts whose bytes are not what the record says.
    void verify() throws IOException {
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
            throw errors.cancelled(Optional.of(request.key()), e);
        }
    }

    /// The checksum of a span of the file, or empty if the file ends before it does.
    Optional<Checksum> hash(FileChannel data, ChecksumAlgorithm algorithm, long offset, long size) throws IOException {
        var hasher = ContentHasher.of(algorithm);
        var bytes = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(size, 1)));
        for (long done = 0; done < size; done += bytes.position()) {
            lifetime.goOn(Optional.of(request.key()));
            bytes.clear().limit((int) Math.min(bytes.capacity(), size - done));
            if (data.read(bytes, offset + done) < 0) {
                return Optional.empty();
            }
            hasher.update(bytes.array(), 0, bytes.position());
        }
        return Optional.of(hasher.finish());
    }
}
