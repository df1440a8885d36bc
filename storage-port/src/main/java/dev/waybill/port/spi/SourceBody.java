package dev.waybill.port.spi;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bytes of a source on their way into a request: as many as declared, and the expected ones.
///
/// Whether they are shows before the last of them is given away, so that a server never gets the whole of a
/// wrong body and stores nothing. One thread.
public final class SourceBody extends InputStream {
    private final StoreId store;
    private final ObjectKey key;
    private final InputStream source;
    private final long length;
    private final Optional<Checksum> expected;
    private final Map<ChecksumAlgorithm, ContentHasher> hashers = new EnumMap<>(ChecksumAlgorithm.class);
    private final Map<ChecksumAlgorithm, Checksum> checksums = new EnumMap<>(ChecksumAlgorithm.class);
    private long remaining;
    private boolean ended;
    private @Nullable StorageException failure;

    /// @param source read, never closed
    /// @param hashed in which algorithms checksums are wanted at the end
    /// @param expected what the bytes must hash to
    public SourceBody(
            StoreId store,
            ObjectKey key,
            InputStream source,
            long length,
            Set<ChecksumAlgorithm> hashed,
            Optional<Checksum> expected) {
        this.store = store;
        this.key = key;
        this.source = source;
        this.length = length;
        this.remaining = length;
        this.expected = expected;
        hashed.forEach(algorithm -> hashers.put(algorithm, ContentHasher.of(algorithm)));
        expected.ifPresent(c -> hashers.computeIfAbsent(c.algorithm(), ContentHasher::of));
    }

    /// Opens `source`.
    ///
    /// @throws SourceFailed if it cannot be opened
    @MustBeClosed
    public static InputStream open(StoreId store, ObjectKey key, ObjectSource source) {
        try {
            return source.open();
        } catch (IOException | RuntimeException e) {
            throw new SourceFailed(store, key, "it could not be opened: " + e.getMessage(), e);
        }
    }

    /// Reads all of `source`, which has `length` bytes or fails.
    ///
    /// @throws SourceFailed if it cannot be read, or has not that length
    public static byte[] readAll(StoreId store, ObjectKey key, ObjectSource source, int length) {
        try (InputStream in = open(store, key, source)) {
            var body = new SourceBody(store, key, in, length, Set.of(), Optional.empty());
            var bytes = new byte[length];
            try {
                body.readNBytes(bytes, 0, length);
                if (body.read() >= 0) {
                    throw new IOException("the source goes on");
                }
                return bytes;
            } catch (IOException e) {
                throw body.failure().orElseGet(() -> new SourceFailed(store, key, e.toString(), e));
            }
        } catch (IOException e) {
            throw new SourceFailed(store, key, "it could not be closed: " + e.getMessage(), e);
        }
    }

    /// Makes sure that bytes are the expected ones.
    ///
    /// @throws CorruptContent if they are not
    public static void verify(StoreId store, ObjectKey key, byte[] bytes, Optional<Checksum> expected) {
        if (expected.isPresent()) {
            var found = ContentHasher.hash(expected.get().algorithm(), bytes);
            if (!found.equals(expected.get())) {
                throw new CorruptContent(store, key, "expected " + expected.get() + ", read " + found, null);
            }
        }
    }

    /// Whether any of the source has been read, or was tried to be.
    public boolean isBegun() {
        return remaining < length || ended || failure != null;
    }

    /// Why reading failed, if it did.
    public Optional<StorageException> failure() {
        return Optional.ofNullable(failure);
    }

    /// The checksum of all bytes, once the last has been read.
    public Checksum checksum(ChecksumAlgorithm algorithm) {
        var checksum = checksums.get(algorithm);
        if (checksum == null) {
            throw new IllegalStateException("the body of " + key + " has not been read to its end");
        }
        return checksum;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (remaining == 0) {
            requireEnd();
            return -1;
        }
        int got = readSource(bytes, offset, (int) Math.min(count, remaining));
        if (got < 0) {
            throw fail(new SourceFailed(
                    store, key, "it ended after " + (length - remaining) + " of " + length + " bytes", null));
        }
        hashers.values().forEach(hasher -> hasher.update(bytes, offset, got));
        remaining -= got;
        if (remaining == 0) {
            requireEnd();
        }
        return got;
    }

    private int readSource(byte[] bytes, int offset, int count) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw fail(new Cancelled(store, Optional.of(key), null));
        }
        try {
            return source.read(bytes, offset, count);
        } catch (IOException | RuntimeException e) {
            throw fail(
                    Thread.currentThread().isInterrupted()
                            ? new Cancelled(store, Optional.of(key), e)
                            : new SourceFailed(store, key, "it could not be read: " + e.getMessage(), e));
        }
    }

    private void requireEnd() throws IOException {
        if (ended) {
            return;
        }
        if (readSource(new byte[1], 0, 1) >= 0) {
            throw fail(new SourceFailed(store, key, "it goes on behind its declared " + length + " bytes", null));
        }
        ended = true;
        hashers.forEach((algorithm, hasher) -> checksums.put(algorithm, hasher.finish()));
        if (expected.isPresent()) {
            var found = checksum(expected.get().algorithm());
            if (!found.equals(expected.get())) {
                throw fail(new CorruptContent(store, key, "expected " + expected.get() + ", read " + found, null));
            }
        }
    }

    private IOException fail(StorageException reason) {
        failure = reason;
        return new IOException(reason);
    }
}
