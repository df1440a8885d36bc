package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;

/// A body that is read on where it broke off, of the same version only. One thread at a time.
///
/// An adapter checks a body against the object's checksum only if it gives all of it. So the bytes are
/// hashed here as well, and a body made of pieces is checked at its end.
final class ResumingStream extends InputStream {
    private final IObjectStorageAdapter adapter;
    private final Retrier retrier;
    private final ObjectKey key;
    private final Etag version;
    private final ByteRange.Span range;
    private final Optional<Checksum> expected;
    private final Optional<ContentHasher> hasher;
    private InputStream piece;
    private long given;
    private boolean pieced;

    private ResumingStream(ObjectContent content, Etag version, IObjectStorageAdapter adapter, Retrier retrier) {
        ObjectMetadata metadata = content.metadata();
        this.adapter = adapter;
        this.retrier = retrier;
        this.key = metadata.key();
        this.version = version;
        this.range = content.range();
        this.piece = content.stream();
        boolean whole = range.offset() == 0 && range.length() == metadata.size();
        this.expected = whole
                ? metadata.checksums().stream().min(Comparator.comparingInt(ResumingStream::cost))
                : Optional.empty();
        this.hasher = expected.map(checksum -> ContentHasher.of(checksum.algorithm()));
    }

    /// The same content with a body that survives what can be retried.
    ///
    /// @param content of an object with a version token
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the body closes its pieces
    static ObjectContent over(ObjectContent content, IObjectStorageAdapter adapter, Retrier retrier) {
        Etag version = content.metadata().etag().orElseThrow();
        var stream = new ResumingStream(content, version, adapter, retrier);
        return new ObjectContent(content.metadata(), content.range(), stream);
    }

    /// How long an algorithm takes, as an order: one checksum is enough, so the cheapest is taken.
    private static int cost(Checksum checksum) {
        return switch (checksum.algorithm()) {
            case CRC32C -> 0;
            case CRC32 -> 1;
            case CRC32PAIR -> 2;
            case CRC64NVME -> 3;
            case MD5 -> 4;
            case SHA1 -> 5;
            case SHA256 -> 6;
        };
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count;
        try {
            count = piece.read(buffer, offset, length);
        } catch (IOException e) {
            if (!(e.getCause() instanceof StoreUnavailable reason)) {
                throw e;
            }
            count = given == range.length() ? endOfBroken() : readOn(reason, buffer, offset, length);
        }
        if (count < 0) {
            verify();
            return count;
        }
        given += count;
        if (hasher.isPresent()) {
            hasher.get().update(buffer, offset, count);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return piece.available();
    }

    @Override
    public void close() throws IOException {
        piece.close();
    }

    /// Every byte was given before the connection broke: nothing is missing but the adapter's check.
    private int endOfBroken() {
        pieced = true;
        return -1;
    }

    private int readOn(StoreUnavailable reason, byte[] buffer, int offset, int length) throws IOException {
        pieced = true;
        try {
            return retrier.resume(
                    Operation.GET, Optional.of(key), reason, attempts -> readPiece(buffer, offset, length));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (StorageException e) {
            throw new IOException("cannot read on at byte " + (range.offset() + given) + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the piece, by close or the next piece
    private int readPiece(byte[] buffer, int offset, int length) {
        ByteRange rest = ByteRange.of(range.offset() + given, range.length() - given);
        try {
            piece.close();
            piece = adapter.get(key, GetOptions.of(rest).withIfMatch(version)).stream();
            return piece.read(buffer, offset, length);
        } catch (IOException e) {
            if (e.getCause() instanceof StoreUnavailable again) {
                throw again;
            }
            throw new UncheckedIOException(e);
        }
    }

    private void verify() throws IOException {
        if (!pieced || expected.isEmpty() || hasher.isEmpty()) {
            return;
        }
        pieced = false;
        Checksum found = hasher.get().finish();
        if (!found.equals(expected.get())) {
            String detail = "expected " + expected.get() + ", read " + found;
            var cause = new StorageException.CorruptContent(adapter.store(), key, detail, null);
            throw new IOException(cause.getMessage(), cause);
        }
    }
}
