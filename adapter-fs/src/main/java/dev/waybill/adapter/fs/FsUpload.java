package dev.waybill.adapter.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.spi.UploadRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An upload in parts into a file of its full length that gets its name when it is whole. Any thread may use it.
///
/// What its parts are made of is [UploadParts]' business.
final class FsUpload implements UploadSession {
    private final UploadRequest request;
    private final UploadId id;
    private final UploadFolder folder;
    private final Surroundings around;
    private final UploadLocks locks;
    private final UploadSync sync;
    private final UploadParts bytes;
    private boolean unverified;

    /// What an upload works with.
    record Surroundings(
            SafeRoot root, FsErrors errors, Lifetime lifetime, FsReader reader, FsWriter writer, boolean fsync) {}

    /// @param resumed whether parts may be there whose bytes this process did not write
    FsUpload(UploadRequest request, UploadId id, UploadFolder folder, Surroundings around, boolean resumed) {
        this.request = request;
        this.id = id;
        this.folder = folder;
        this.around = around;
        this.locks = new UploadLocks(around.root.path() + "\0\0" + id, folder.folder());
        this.sync = new UploadSync(folder, around.fsync);
        this.bytes = new UploadParts(request, folder, locks, around.errors, around.lifetime);
        this.unverified = resumed;
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
            return bytes.write(number, source).toPart();
        } catch (StorageException.UploadNotFound e) {
            folder.removeIfEmpty();
            throw e;
        } catch (InterruptedException e) {
            throw around.errors.cancelled(Optional.of(key()), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static ObjectSource once(ObjectContent content) {
        return new ObjectSource() {
            @Override
            public OptionalLong length() {
                return OptionalLong.of(content.range().length());
            }

            @Override
            @MustBeClosed
            public InputStream open() {
                return content.stream();
            }
        };
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

    /// Takes back the parts of a process before this one whose bytes are not what the record says: a power cut may
    /// leave a line of it without what it speaks of. Who only aborts an upload does not wait for that.
    private synchronized void verifyOnce() throws IOException {
        if (unverified) {
            bytes.verify();
            unverified = false;
        }
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        enter();
        UploadRules.requireCopy(request, FsAdapter.LIMITS, number, range);
        try (ObjectContent content =
                around.reader.get(from, GetOptions.of(range).withIfMatch(version))) {
            if (!content.range().equals(range)) {
                throw new StorageException.RangeUnsatisfiable(around.errors.store(), from, range, null);
            }
            return putPart(number, once(content));
        } catch (StorageException.SourceFailed e) {
            throw e.getCause() instanceof IOException read && read.getCause() instanceof StorageException cause
                    ? cause
                    : e;
        } catch (IOException e) {
            throw around.errors.of(from, e);
        }
    }

    @Override
    public List<UploadedPart> parts() {
        enter();
        try {
            requireThere();
            verifyOnce();
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
        try {
            requireThere();
            verifyOnce();
        } catch (IOException e) {
            throw failure(e);
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
            throws IOException, InterruptedException {
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
            sync.finish();
        }
    }

    private static Optional<Checksum> combined(
            List<UploadedPart> parts, Map<Integer, PartRecord> held, ChecksumAlgorithm algorithm) {
        if (algorithm != ChecksumAlgorithm.CRC32C) {
            return Optional.empty();
        }
        Checksum sum = ContentHasher.hash(algorithm, new byte[0]);
        for (var part : parts) {
            var record = Objects.requireNonNull(held.get(part.number()));
            sum = ContentHasher.combine(sum, record.crc32c(), part.size());
        }
        return Optional.of(sum);
    }

    private Optional<Checksum> rehash(FileChannel data, ChecksumAlgorithm algorithm, long size) {
        try {
            return bytes.hash(data, algorithm, 0, size);
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
        sync.requireKept();
        if (folder.manifest().isEmpty()) {
            throw notFound(null);
        }
    }

    private StorageException failure(IOException e) {
        // An upload that is gone since the disk failed is told of by that.
        IOException cause = sync.failure().orElse(e);
        return cause instanceof NoSuchFileException ? notFound(cause) : around.errors.of(key(), cause);
    }

    private StorageException notFound(@Nullable IOException e) {
        return new StorageException.UploadNotFound(around.errors.store(), key(), e);
    }

    @Override
    public void close() {
        try (folder) {
            sync.close();
        } catch (IOException e) {
            throw around.errors.of(key(), e);
        }
    }
}
