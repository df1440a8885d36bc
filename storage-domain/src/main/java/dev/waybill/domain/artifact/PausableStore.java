package dev.waybill.domain.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A store whose reads stand still while a download pauses: what is open is closed, and opened again at the same byte.
///
/// @param inner is not closed with this
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
record PausableStore(IObjectStorageAdapter inner, DownloadControl control) implements IObjectStorageAdapter {
    @Override
    public StoreId store() {
        return inner.store();
    }

    @Override
    public Capabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public Optional<ObjectMetadata> stat(ObjectKey key) {
        await(key);
        return inner.stat(key);
    }

    @Override
    @MustBeClosed
    public ObjectContent get(ObjectKey key, GetOptions options) {
        await(key);
        ObjectContent content = inner.get(key, options);
        boolean tokens = inner.capabilities().has(Capability.VERSION_TOKENS)
                && content.metadata().etag().isPresent();
        return tokens ? new ObjectContent(content.metadata(), content.range(), new Pausable(this, content)) : content;
    }

    private void await(ObjectKey key) {
        try {
            control.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Cancelled(inner.store(), Optional.of(key), e);
        }
    }

    /// The bytes of one version. One thread at a time.
    private static final class Pausable extends InputStream {
        private final PausableStore owner;
        private final ObjectMetadata version;
        private final ByteRange.Span range;
        private ObjectContent piece;
        private long given;
        private boolean ended;

        Pausable(PausableStore owner, ObjectContent content) {
            this.owner = owner;
            this.version = content.metadata();
            this.range = content.range();
            this.piece = content;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (owner.control.isPaused() || owner.control.isCancelled()) {
                standStill();
            }
            // Behind the last byte, a body that was closed for a pause has nothing more to say.
            int count = ended ? -1 : piece.stream().read(into, offset, length);
            given += Math.max(count, 0);
            return count;
        }

        private void standStill() throws IOException {
            piece.close();
            try {
                owner.control.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                var stopped = new InterruptedIOException("the download was cancelled");
                stopped.initCause(e);
                throw stopped;
            }
            ended = given == range.length();
            if (!ended) {
                piece = reopen();
            }
        }

        private ObjectContent reopen() throws IOException {
            var rest = ByteRange.of(range.offset() + given, range.length() - given);
            var sameVersion = GetOptions.of(rest).withIfMatch(version.etag().orElseThrow());
            try {
                return owner.inner.get(version.key(), sameVersion);
            } catch (StorageException e) {
                throw new IOException("cannot go on at byte " + (range.offset() + given) + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            piece.close();
        }
    }

    @Override
    public ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        return inner.put(key, source, options);
    }

    @Override
    public void delete(ObjectKey key, DeleteOptions options) {
        inner.delete(key, options);
    }

    @Override
    public List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        return inner.deleteAll(deletions);
    }

    @Override
    @MustBeClosed
    public Stream<ObjectMetadata> list(ListOptions options) {
        return inner.list(options);
    }

    @Override
    public ObjectMetadata copy(ObjectKey from, ObjectKey to, CopyOptions options) {
        return inner.copy(from, to, options);
    }

    @Override
    @MustBeClosed
    public UploadSession openUpload(UploadRequest request) {
        return inner.openUpload(request);
    }

    @Override
    @MustBeClosed
    public Stream<UnfinishedUpload> listUploads(KeyPrefix prefix) {
        return inner.listUploads(prefix);
    }

    @Override
    public void close() {
        // Whoever opened the store closes it.
    }
}
