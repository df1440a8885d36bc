package dev.waybill.adapter.fs;

import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The bytes of a source, written, counted and hashed in one pass. One thread at a time.
final class SourceContent {
    private static final int BUFFER = 256 * 1024;

    /// So much is copied between two looks whether to go on.
    private static final long SLICE = 64L << 20;

    private final ObjectKey key;
    private final ObjectSource source;
    private final FsErrors errors;
    private final Lifetime lifetime;

    SourceContent(ObjectKey key, ObjectSource source, FsErrors errors, Lifetime lifetime) {
        this.key = key;
        this.source = source;
        this.errors = errors;
        this.lifetime = lifetime;
    }

    /// Writes the bytes at `position` on and gives them to `hashers`.
    ///
    /// @return how many they are
    long writeTo(FileChannel channel, long position, List<ContentHasher> hashers) throws IOException {
        InputStream in = open();
        try {
            // Not of a subclass, which may give other bytes than the file has.
            boolean whole = position == 0 && source.length().isPresent();
            long written = whole && in instanceof FileInputStream file && file.getClass() == FileInputStream.class
                    ? copyFile(file, channel, hashers)
                    : copy(in, channel, position, hashers);
            close(in);
            return written;
        } catch (IOException | RuntimeException e) {
            closeAfter(in, e);
            throw e;
        }
    }

    /// Has the operating system copy a file, which shares the blocks where the file system can.
    private long copyFile(FileInputStream in, FileChannel channel, List<ContentHasher> hashers) throws IOException {
        FileChannel file = in.getChannel();
        long size = source.length().orElseThrow();
        long start = file.position();
        for (long done = 0; done < size; ) {
            lifetime.goOn(Optional.of(key));
            long count = file.transferTo(start + done, Math.min(SLICE, size - done), channel);
            if (count <= 0) {
                throw failed("it ends after " + done + " of " + size + " bytes", null);
            }
            done += count;
        }
        if (file.size() - start > size) {
            throw failed("it goes on behind its declared length of " + size + " bytes", null);
        }
        if (!hashers.isEmpty()) {
            hash(channel, size, hashers);
        }
        return size;
    }

    private void hash(FileChannel channel, long size, List<ContentHasher> hashers) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(size, 1)));
        for (long done = 0; done < size; ) {
            lifetime.goOn(Optional.of(key));
            int count = channel.read(buffer.clear(), done);
            if (count <= 0) {
                throw new EOFException("the unfinished file lost bytes");
            }
            for (var hasher : hashers) {
                hasher.update(buffer.array(), 0, count);
            }
            done += count;
        }
    }

    private long copy(InputStream in, FileChannel channel, long position, List<ContentHasher> hashers)
            throws IOException {
        OptionalLong declared = source.length();
        long limit = declared.orElse(Long.MAX_VALUE);
        var bytes = new byte[(int) Math.min(BUFFER, Math.max(limit, 1))];
        long written = 0;
        while (true) {
            lifetime.goOn(Optional.of(key));
            int count = read(in, bytes);
            if (count < 0) {
                break;
            }
            if (count > limit - written) {
                throw failed("it goes on behind its declared length of " + limit + " bytes", null);
            }
            for (var hasher : hashers) {
                hasher.update(bytes, 0, count);
            }
            write(channel, ByteBuffer.wrap(bytes, 0, count), position + written);
            written += count;
        }
        if (declared.isPresent() && written < limit) {
            throw failed("it ends after " + written + " of " + limit + " bytes", null);
        }
        return written;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by writeTo, failed or not
    private InputStream open() {
        try {
            return source.open();
        } catch (IOException | RuntimeException e) {
            throw failed("it cannot be opened: " + e.getMessage(), e);
        }
    }

    private int read(InputStream in, byte[] bytes) {
        try {
            return in.read(bytes);
        } catch (IOException | RuntimeException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private void close(InputStream in) {
        try {
            in.close();
        } catch (IOException | RuntimeException e) {
            throw failed("it cannot be closed: " + e.getMessage(), e);
        }
    }

    private static void closeAfter(InputStream in, Exception failure) {
        try {
            in.close();
        } catch (IOException | RuntimeException e) {
            if (!e.equals(failure)) {
                failure.addSuppressed(e);
            }
        }
    }

    private StorageException failed(String detail, @Nullable Exception cause) {
        if (Thread.currentThread().isInterrupted()) {
            return errors.cancelled(Optional.of(key), cause);
        }
        return new StorageException.SourceFailed(errors.store(), key, detail, cause);
    }

    /// @throws StorageException.CorruptContent if `found` is not `expected`
    static void requireEqual(FsErrors errors, ObjectKey key, Checksum expected, Checksum found) {
        if (!expected.equals(found)) {
            throw new StorageException.CorruptContent(
                    errors.store(), key, "the bytes hash to " + found + ", not to " + expected, null);
        }
    }
}
