package dev.waybill.domain.artifact;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/// A store whose reads stand still while a download pauses: what is open is closed, and opened again at the same byte.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller
final class PausableStore extends ForwardingAdapter {
    private final IObjectStorageAdapter inner;
    private final DownloadControl control;

    /// @param inner is not closed with this
    PausableStore(IObjectStorageAdapter inner, DownloadControl control) {
        super(inner);
        this.inner = inner;
        this.control = control;
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
    public void close() {
        // Whoever opened the store closes it.
    }
}
