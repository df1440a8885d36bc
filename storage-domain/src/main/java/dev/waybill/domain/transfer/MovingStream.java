package dev.waybill.domain.transfer;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// One attempt's bytes: hashed and counted as they pass, without a copy. One thread at a time.
///
/// The last bytes are handed on only when the source was seen to end behind them, and so has verified them: a
/// target that stops reading at the declared length never commits bytes that nobody checked.
final class MovingStream extends InputStream {
    private final MovingSource owner;
    private final ObjectContent content;
    private final InputStream bytes;
    private final long length;
    private final List<ContentHasher> hashers;
    private final TransferProgress progress;
    private volatile long moved;
    private volatile boolean complete;
    private volatile List<Checksum> hashed = List.of();

    MovingStream(
            MovingSource owner,
            ObjectContent content,
            long length,
            Set<ChecksumAlgorithm> algorithms,
            TransferProgress progress) {
        this.owner = owner;
        this.content = content;
        this.bytes = content.stream();
        this.length = length;
        this.hashers = new ArrayList<>(algorithms.size());
        for (ChecksumAlgorithm algorithm : algorithms) {
            hashers.add(ContentHasher.of(algorithm));
        }
        this.progress = progress;
    }

    long moved() {
        return moved;
    }

    boolean isComplete() {
        return complete;
    }

    List<Checksum> hashed() {
        return hashed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        Objects.checkFromIndexSize(offset, most, into.length);
        if (most == 0) {
            return 0;
        }
        try {
            return complete ? -1 : move(into, offset, most);
        } catch (IOException e) {
            owner.failed(e);
            throw e;
        } catch (StorageException e) {
            owner.failed(e);
            throw new IOException(e.getMessage(), e);
        }
    }

    private int move(byte[] into, int offset, int most) throws IOException {
        int count = bytes.read(into, offset, most);
        if (count < 0) {
            return end();
        }
        for (ContentHasher hasher : hashers) {
            hasher.update(into, offset, count);
        }
        long now = moved + count;
        if (now > length || (now == length && bytes.read() >= 0)) {
            throw new IOException("the source goes on behind its " + length + " bytes");
        }
        moved = now;
        progress.moved(count);
        if (now == length) {
            end();
        }
        return count;
    }

    private int end() throws IOException {
        if (moved < length) {
            throw new EOFException("the source ended after " + moved + " of " + length + " bytes");
        }
        var checksums = new ArrayList<Checksum>(hashers.size());
        for (ContentHasher hasher : hashers) {
            checksums.add(hasher.finish());
        }
        hashed = List.copyOf(checksums);
        owner.ended(hashed);
        complete = true;
        return -1;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
