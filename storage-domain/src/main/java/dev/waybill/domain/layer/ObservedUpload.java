package dev.waybill.domain.layer;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Checksum;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.List;
import java.util.Optional;

/// An upload whose calls are counted and logged. Any number of threads.
final class ObservedUpload implements UploadSession {
    private final UploadSession inner;
    private final Observer observer;

    ObservedUpload(UploadSession inner, Observer observer) {
        this.inner = inner;
        this.observer = observer;
    }

    @Override
    public ObjectKey key() {
        return inner.key();
    }

    @Override
    public UploadId id() {
        return inner.id();
    }

    @Override
    public UploadedPart putPart(int number, ObjectSource source) {
        return observer.observe(
                Operation.PUT_PART, Optional.of(key()), () -> inner.putPart(number, source), UploadedPart::size);
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        return observer.observe(
                Operation.COPY_PART, Optional.of(key()), () -> inner.copyPart(number, from, range, version), part -> 0);
    }

    @Override
    public List<UploadedPart> parts() {
        return observer.observe(Operation.PARTS, Optional.of(key()), inner::parts, parts -> 0);
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        return observer.observe(
                Operation.COMPLETE, Optional.of(key()), () -> inner.complete(parts, whole), object -> 0);
    }

    @Override
    public void abort() {
        observer.observe(
                Operation.ABORT,
                Optional.of(key()),
                () -> {
                    inner.abort();
                    return key();
                },
                done -> 0);
    }

    @Override
    public void close() {
        inner.close();
    }
}
