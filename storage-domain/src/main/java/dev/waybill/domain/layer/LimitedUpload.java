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

/// An upload that keeps to bounds. Any number of threads.
final class LimitedUpload implements UploadSession {
    private final UploadSession inner;
    private final Limits limits;

    LimitedUpload(UploadSession inner, Limits limits) {
        this.inner = inner;
        this.limits = limits;
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
        return limits.sending(key(), source, paced -> inner.putPart(number, paced));
    }

    @Override
    public UploadedPart copyPart(int number, ObjectKey from, ByteRange.Span range, Etag version) {
        return limits.within(key(), () -> inner.copyPart(number, from, range, version));
    }

    @Override
    public List<UploadedPart> parts() {
        return limits.within(key(), inner::parts);
    }

    @Override
    public ObjectMetadata complete(List<UploadedPart> parts, Optional<Checksum> whole) {
        return limits.within(key(), () -> inner.complete(parts, whole));
    }

    @Override
    public void abort() {
        limits.within(key(), () -> {
            inner.abort();
            return key();
        });
    }

    @Override
    public void close() {
        inner.close();
    }
}
