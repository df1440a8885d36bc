package dev.waybill.domain.transfer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Bytes of the source on their way into one write. Every attempt of the write opens the same version anew.
///
/// One write at a time uses it, from whatever thread; it remembers how the last attempt went.
final class MovingSource implements ObjectSource {
    private final SourceVersion version;
    private final ByteRange.Span range;
    private final Set<ChecksumAlgorithm> algorithms;
    private final TransferProgress progress;
    private final Consumer<List<Checksum>> check;
    private volatile @Nullable ObjectContent opened;
    private volatile @Nullable MovingStream attempt;
    private volatile @Nullable Exception failure;

    /// @param check sees the checksums before the last bytes are handed on; what it throws fails the reading
    /// @param opened the bytes for the first attempt, if they are open already; their opener closes them too
    MovingSource(
            SourceVersion version,
            ByteRange.Span range,
            Set<ChecksumAlgorithm> algorithms,
            TransferProgress progress,
            Consumer<List<Checksum>> check,
            Optional<ObjectContent> opened) {
        this.version = version;
        this.range = range;
        this.algorithms = algorithms;
        this.progress = progress;
        this.check = check;
        this.opened = opened.orElse(null);
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(range.length());
    }

    @Override
    @MustBeClosed
    public InputStream open() throws IOException {
        MovingStream before = attempt;
        if (before != null && before.moved() > 0) {
            progress.retried(before.moved());
        }
        attempt = null;
        failure = null;
        var stream = new MovingStream(this, content(), range.length(), algorithms, progress);
        attempt = stream;
        return stream;
    }

    @SuppressWarnings("MustBeClosedChecker") // The stream that is made of it closes it.
    private ObjectContent content() throws IOException {
        ObjectContent first = opened;
        opened = null;
        try {
            return first == null ? version.open(range) : first;
        } catch (StorageException e) {
            failed(e);
            throw new IOException(e.getMessage(), e);
        }
    }

    void ended(List<Checksum> hashed) {
        check.accept(hashed);
    }

    void failed(Exception reading) {
        failure = reading;
    }

    /// Why the write really failed: for the source's own reason, where there is one.
    StorageException explain(StorageException ofTarget) {
        Exception reading = failure;
        return reading == null || ofTarget instanceof StorageException.Cancelled ? ofTarget : version.failure(reading);
    }

    /// Whether the last attempt read every byte, to the end, without a failure.
    boolean isComplete() {
        MovingStream last = attempt;
        return last != null && last.isComplete();
    }

    /// The checksums of a complete attempt's bytes, one for each algorithm.
    List<Checksum> hashed() {
        MovingStream last = attempt;
        return last == null ? List.of() : last.hashed();
    }
}
